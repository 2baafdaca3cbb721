//! A function as far as the attributes on it look: all but its body, which may be long.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Signature, Visibility};

/// A function without its body.
pub(crate) struct Function {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) sig: Signature,
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = Attribute::parse_outer(input)?;
        let (vis, sig) = (input.parse()?, input.parse()?);
        match input.parse()? {
            TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => {
                Ok(Self { attrs, vis, sig })
            }
            token => Err(syn::Error::new(token.span(), "expected a function's body")),
        }
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
    use quote::quote;

    use super::*;

    #[test]
    fn a_function_is_told_by_the_words_before_its_name() {
        for (item, expected) in [
            (
                quote!(
                    fn f() {}
                ),
                true,
            ),
            (
                quote!(
                    #[doc = "static"]
                    #[inline]
                    pub(in crate::a) const unsafe extern "C" fn f() {}
                ),
                true,
            ),
            (
                quote!(
                    pub async fn f() {
                        static X: u8 = 1;
                    }
                ),
                true,
            ),
            (
                quote!(
                    static F: fn() = f;
                ),
                false,
            ),
            (
                quote!(
                    const F: fn() = f;
                ),
                false,
            ),
            (
                quote!(
                    unsafe extern "C" {
                        fn f();
                    }
                ),
                false,
            ),
            (
                quote!(
                    pub struct F(fn());
                ),
                false,
            ),
            (quote!(), false),
        ] {
            assert_eq!(Function::is(&item), expected, "{item}");
        }
    }

    #[test]
    fn a_body_is_not_looked_into() {
        let function: Function = syn::parse2(quote!(
            #[a]
            pub fn f(x: u8) -> u8 {
                any;
                thing
            }
        ))
        .unwrap();
        assert_eq!((function.attrs.len(), function.sig.ident.to_string()), (1, "f".to_owned()));
        assert!(
            syn::parse2::<Function>(quote!(
                fn f();
            ))
            .is_err()
        );
        assert!(
            syn::parse2::<Function>(quote!(
                fn f() {}
                fn g() {}
            ))
            .is_err()
        );
    }
}
