//! A function as far as the attributes on it look: all but its body, which may be long.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Signature, Visibility, braced};

/// A function without its body.
pub(crate) struct Function {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) sig: Signature,
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut attrs = Attribute::parse_outer(input)?;
        let (vis, sig) = (input.parse()?, input.parse()?);
        let body;
        braced!(body in input);
        attrs.extend(Attribute::parse_inner(&body)?);
        let _rest: TokenStream = body.parse()?;
        Ok(Self { attrs, vis, sig })
    }
}

impl Function {
    /// Whether an item is a function, by the words before its name.
    pub(crate) fn is(item: &TokenStream) -> bool {
        let mut words = item.clone().into_iter().filter_map(|token| match token {
            TokenTree::Ident(word) => Some(word.to_string()),
            // Of attributes, of a visibility and of the name of an ABI.
            TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => None,
        });
        let before = ["pub", "const", "async", "unsafe", "extern"];
        words.find(|word| !before.contains(&word.as_str())).is_some_and(|word| word == "fn")
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::{Delimiter, Group};
    use quote::quote;

    use super::*;

    fn tokens(text: &str) -> TokenStream {
        text.parse().unwrap()
    }

    #[test]
    fn a_function_is_told_by_the_words_before_its_name() {
        for (item, expected) in [
            ("fn f() {}", true),
            ("#[doc = \"static\"] pub(in crate::a) const unsafe extern \"C\" fn f() {}", true),
            ("pub async fn f() { static X: u8 = 1; }", true),
            ("static F: fn() = f;", false),
            ("const F: fn() = f;", false),
            ("unsafe extern \"C\" { fn f(); }", false),
            ("pub struct F(fn());", false),
            ("", false),
        ] {
            assert_eq!(Function::is(&tokens(item)), expected, "{item}");
        }
    }

    #[test]
    fn a_body_is_not_looked_into() {
        let parse = syn::parse2::<Function>;
        let function = parse(tokens("#[a] pub fn f() { #![b] any ; thing }")).unwrap();
        assert_eq!((function.attrs.len(), function.sig.ident.to_string()), (2, "f".to_owned()));
        // What a macro was given as a block is in a group without delimiters.
        let block = Group::new(Delimiter::None, tokens("{ any ; thing }"));
        assert!(parse(quote!(fn f() #block)).is_ok());
        assert!(parse(tokens("fn f();")).is_err());
        assert!(parse(tokens("fn f() {} fn g() {}")).is_err());
    }
}
