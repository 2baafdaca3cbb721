//! `#[init(after = other)]`, `#[shutdown(after = [one, two])]`

use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Path, Token, bracketed, token};

use super::parse_keys;

/// Options of `#[init]` and `#[shutdown]`.
#[derive(Default)]
pub(crate) struct HookOptions {
    /// Hooks that run before this one.
    pub(crate) after: Vec<Path>,
}

impl Parse for HookOptions {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut options = Self::default();
        parse_keys(input, "`after = hook` or `after = [hook, hook]`", |key, input| {
            if key != "after" {
                return Ok(false);
            }
            input.parse::<Token![=]>()?;
            options.after = if input.peek(token::Bracket) {
                let content;
                bracketed!(content in input);
                Punctuated::<Path, Token![,]>::parse_terminated(&content)?.into_iter().collect()
            } else {
                vec![input.parse()?]
            };
            Ok(true)
        })?;
        Ok(options)
    }
}
