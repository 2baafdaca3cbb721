//! `#[interface(id = "com.example.Filter", crate = path::to::plugin_core)]`

use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Path, parse_quote};

use super::{parse_keys, value};

/// Options of `#[interface]`.
#[derive(Default)]
pub(crate) struct InterfaceOptions {
    /// The name by which both sides know the interface, instead of package, module and name.
    pub(crate) id: Option<LitStr>,
    /// Where `plugin_core` is.
    krate: Option<Path>,
}

impl InterfaceOptions {
    /// The path of `plugin_core::private`.
    pub(crate) fn private(&self) -> Path {
        let krate =
            self.krate.as_ref().map_or_else(|| quote!(::plugin_core), ToTokens::to_token_stream);
        parse_quote!(#krate::private)
    }
}

impl Parse for InterfaceOptions {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut options = Self::default();
        parse_keys(
            input,
            "`id = \"com.example.Name\"` or `crate = path::to::plugin_core`",
            |key, input| {
                match key.to_string().as_str() {
                    "id" => options.id = Some(value(input)?),
                    "crate" => {
                        input.parse::<syn::Token![=]>()?;
                        options.krate = Some(input.call(Path::parse_mod_style)?);
                    }
                    _ => return Ok(false),
                }
                Ok(true)
            },
        )?;
        Ok(options)
    }
}
