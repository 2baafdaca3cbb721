//! `#[export(name = "…", as = Type, meta("key" = "value"))]`

use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{LitStr, Token, Type, parenthesized};

use super::{parse_keys, value};

/// Options of `#[export]`.
#[derive(Default)]
pub(crate) struct ExportOptions {
    /// The name to look up, instead of the item's.
    pub(crate) name: Option<LitStr>,
    /// The type that the item has to have.
    pub(crate) conforms_to: Option<Type>,
    /// What the manifest carries besides.
    pub(crate) meta: Vec<(LitStr, LitStr)>,
}

impl Parse for ExportOptions {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut options = Self::default();
        parse_keys(
            input,
            "`name = \"…\"`, `as = Type` or `meta(\"key\" = \"value\")`",
            |key, input| {
                match key.to_string().as_str() {
                    "name" => options.name = Some(value(input)?),
                    "as" => options.conforms_to = Some(value(input)?),
                    "meta" => options.meta = meta(input)?,
                    _ => return Ok(false),
                }
                Ok(true)
            },
        )?;
        Ok(options)
    }
}

fn meta(input: ParseStream<'_>) -> syn::Result<Vec<(LitStr, LitStr)>> {
    let content;
    parenthesized!(content in input);
    let pair = |input: ParseStream<'_>| {
        let key: LitStr = input.parse()?;
        Ok((key, value(input)?))
    };
    let pairs = Punctuated::<_, Token![,]>::parse_terminated_with(&content, pair)?;
    Ok(pairs.into_iter().collect())
}
