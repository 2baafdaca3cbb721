//! Where an item stands: package, file and line, as whoever reads of it names them.
//!
//! Known here from Rust 1.88 on, and then it is a literal, which costs the compiler nothing. Older compilers tell a
//! macro no place, and none tells where a macro is used that wrote the item; what expands is then left to compute it.

use std::env;
use std::path::Path;

use proc_macro2::{Span, TokenStream};
use quote::quote;

use crate::expand::private;

/// Where an item stands.
pub(crate) enum Place {
    /// As literals.
    Known {
        /// Package that is being built.
        package: String,
        /// File, relative to the package.
        file: String,
        /// Line of the attribute.
        line: u32,
    },
    /// For the compiler to find out: the attribute's, or that of the macro that wrote it.
    Unknown,
}

impl Place {
    /// The place of the attribute on an item; `keyword` is the `fn` or `static` before its name.
    pub(crate) fn of(keyword: Span) -> Self {
        let known = if is_written(keyword) { Self::known(Span::call_site()) } else { None };
        known.unwrap_or(Self::Unknown)
    }

    fn known(span: Span) -> Option<Self> {
        let variable = |name| env::var(name).ok();
        let (package, folder) = (variable("CARGO_PKG_NAME")?, variable("CARGO_MANIFEST_DIR")?);
        let line = u32::try_from(span.start().line).ok().filter(|line| *line != 0)?;
        let file = relative(&file(span)?, &folder)?.to_owned();
        Some(Self::Known { package, file, line })
    }

    /// An expression for the file.
    pub(crate) fn file(&self) -> TokenStream {
        let private = private();
        match self {
            Self::Known { file, .. } => quote!(#file),
            Self::Unknown => quote! {
                #private::relative_file(
                    ::core::file!(),
                    ::core::option_env!("CARGO_MANIFEST_DIR"),
                )
            },
        }
    }

    /// An expression for the line.
    pub(crate) fn line(&self) -> TokenStream {
        match self {
            Self::Known { line, .. } => quote!(#line),
            Self::Unknown => quote!(::core::line!()),
        }
    }
}

/// Whether a token stands in a source file as it is, and was not written by another macro, whose place the compiler
/// would tell for all that it writes.
///
/// The compiler prints the context of a span as a number, and that of a file as 0. Should it print anything else, no
/// token is taken for written, and every place is left to be computed.
fn is_written(token: Span) -> bool {
    cfg!(test) || format!("{token:?}").starts_with("#0 ")
}

/// The source file that a span is in, as the compiler names it.
fn file(span: Span) -> Option<String> {
    // What is expanded in tests was parsed from no file.
    let file = if cfg!(test) { "src/lib.rs".to_owned() } else { span.file() };
    (!file.is_empty()).then_some(file)
}

/// The name of a source file relative to its package, as `plugin_core::private::relative_file` finds it; nothing
/// if the file is somewhere else.
fn relative<'a>(file: &'a str, folder: &str) -> Option<&'a str> {
    let is_separator = |c| c == '/' || c == '\\';
    let parts: Vec<&str> = folder.split(is_separator).collect();
    // The longest beginning of `file` that ends at a separator and is an ending of `folder`.
    for (end, _) in file.rmatch_indices(is_separator) {
        let beginning: Vec<&str> = file[..end].split(is_separator).collect();
        if end > 0 && parts.ends_with(&beginning) {
            return Some(&file[end + 1..]);
        }
    }
    Path::new(file).is_relative().then_some(file)
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn a_file_is_named_relative_to_its_package() {
        for (file, folder, expected) in [
            ("plugins/greeter/src/lib.rs", "/ws/plugins/greeter", Some("src/lib.rs")),
            ("/away/greeter/src/lib.rs", "/away/greeter", Some("src/lib.rs")),
            ("src/src/lib.rs", "/ws/src", Some("src/lib.rs")),
            (r"plugins\greeter\src\lib.rs", r"C:\ws\plugins\greeter", Some(r"src\lib.rs")),
            ("src/lib.rs", "/ws/greeter", Some("src/lib.rs")),
            ("eeter/src/lib.rs", "/ws/greeter", Some("eeter/src/lib.rs")),
            ("/elsewhere/helper/src/lib.rs", "/ws/greeter", None),
        ] {
            assert_eq!(relative(file, folder), expected, "{file}");
        }
    }
}
