//! The options of the attribute macros and of `plugin!`, parsed.
//!
//! Apart from the derives' helper attributes (`attr`), which stand on fields and share no key.

mod export;
mod hook;
mod interface;
mod plugin;

pub(crate) use export::ExportOptions;
pub(crate) use hook::HookOptions;
pub(crate) use interface::InterfaceOptions;
pub(crate) use plugin::PluginOptions;

use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Ident, Token};

/// Parses `key …, key …`: `parse` takes what follows a key and says whether it knows the key, of
/// which `known` are the names.
pub(crate) fn parse_keys(
    input: ParseStream<'_>,
    known: &str,
    mut parse: impl FnMut(&Ident, ParseStream<'_>) -> syn::Result<bool>,
) -> syn::Result<()> {
    let mut seen: Vec<Ident> = Vec::new();
    while !input.is_empty() {
        let key = input.call(Ident::parse_any)?;
        if seen.contains(&key) {
            return Err(syn::Error::new(key.span(), format!("`{key}` is given twice")));
        }
        if !parse(&key, input)? {
            let message = format!("unknown option `{key}`: expected {known}");
            return Err(syn::Error::new(key.span(), message));
        }
        seen.push(key);
        if input.is_empty() {
            break;
        }
        input.parse::<Token![,]>()?;
    }
    Ok(())
}

/// `= value`.
pub(crate) fn value<T: syn::parse::Parse>(input: ParseStream<'_>) -> syn::Result<T> {
    input.parse::<Token![=]>()?;
    input.parse()
}
