//! An item as its author wrote it, as text: its declaration on one line, and its documentation.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use syn::{Attribute, Expr, Lit, Meta};

/// The tokens on one line, spaced as rustfmt would; the same under every compiler, which differ in how
/// they print tokens.
pub(crate) fn declaration(tokens: TokenStream) -> String {
    let mut line = Line::default();
    line.tokens(tokens);
    line.text
}

/// The documentation: the lines of `///`, without the space that follows the slashes.
pub(crate) fn docs(attributes: &[Attribute]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for attribute in attributes {
        let Meta::NameValue(pair) = &attribute.meta else {
            continue;
        };
        if !pair.path.is_ident("doc") {
            continue;
        }
        // Documentation that a macro computes, as in `#[doc = include_str!(…)]`, is not known here.
        let Expr::Lit(value) = &pair.value else {
            continue;
        };
        let Lit::Str(text) = &value.lit else { continue };
        for line in text.value().split('\n') {
            lines.push(line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned());
        }
    }
    lines.join("\n").trim().to_owned()
}

#[derive(Default)]
struct Line {
    text: String,
    /// Whether the last token binds to the next one.
    glued: bool,
}

impl Line {
    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Bracket => ("[", "]"),
                        Delimiter::Brace => ("{", "}"),
                        Delimiter::None => ("", ""),
                    };
                    // After a name, and its generics, a parenthesis is its parameter list.
                    let after_name = self.text.ends_with(|c: char| c.is_alphanumeric() || c == '_')
                        || (self.text.ends_with('>') && !self.text.ends_with("->"));
                    self.push(open, after_name && open == "(", true);
                    self.tokens(group.stream());
                    self.push(close, true, false);
                }
                TokenTree::Punct(punct) => {
                    let character = punct.as_char();
                    let joint = punct.spacing() == Spacing::Joint;
                    // Whether it sticks to what is before, and to what comes after.
                    let (before, after) = match character {
                        ':' if joint || self.text.ends_with(':') => (true, true),
                        ',' | ';' | ':' | '>' => (true, false),
                        '<' => (true, true),
                        '&' | '\'' | '*' | '#' | '!' | '?' => (false, true),
                        '-' | '=' if joint => (false, true),
                        _ => (false, false),
                    };
                    self.push(character.encode_utf8(&mut [0; 4]), before, after);
                }
                token => self.push(&token.to_string(), false, false),
            }
        }
    }

    fn push(&mut self, text: &str, glue_before: bool, glue_after: bool) {
        if !(self.text.is_empty() || self.glued || glue_before) {
            self.text.push(' ');
        }
        self.text.push_str(text);
        self.glued = glue_after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declaration_reads_as_it_was_written() {
        for text in [
            "pub fn greet(name: &str, times: u32) -> String",
            "pub static V: AtomicI64",
            "pub(crate) unsafe fn f<'a>(a: &'a mut [u8], (x, y): (u8, u8)) -> Option<&'a u8>",
            "pub extern \"C\" fn add(a: u64, b: u64) -> u64",
            "*const u8",
            "Option<::core::ptr::NonNull<[&'static str; 2]>>",
            "unsafe extern \"C\" fn(u8) -> i8",
            "fn f(a: Vec<Vec<u8>>, b: std::time::Duration, c: [u8; 4]) -> Result<(), Error>",
        ] {
            assert_eq!(declaration(text.parse().unwrap()), text);
        }
    }

    #[test]
    fn documentation_keeps_its_lines() {
        let item: syn::ItemFn = syn::parse_quote! {
            /// Greets.
            ///
            ///     indented
            fn greet() {}
        };
        assert_eq!(docs(&item.attrs), "Greets.\n\n    indented");
    }
}
