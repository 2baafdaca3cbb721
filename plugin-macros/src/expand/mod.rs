//! What the macros generate. Each expansion only calls into `plugin_core::private`.

mod export;
mod hook;
mod interface;
mod plugin;
mod portable;
mod record;
mod transfer;

pub(crate) use export::export;
pub(crate) use hook::{HookKind, hook};
pub(crate) use interface::interface;
pub(crate) use plugin::plugin;
pub(crate) use portable::portable;
pub(crate) use transfer::transfer;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Attribute, LitStr};

use crate::name_hash::name_hash;
use crate::place::Place;

/// The module that `plugin!` defines at the root of the crate. Where it is missing, rustc's error
/// shows this name.
pub(crate) const HOME: &str = "__requires_plugin_core_plugin_at_crate_root";

/// That module, in an expansion.
fn home() -> impl ToTokens + Copy {
    Home
}

/// `plugin_core::private` in an expansion, by way of `plugin!`: it works whatever the dependency is
/// called.
pub(crate) fn private() -> impl ToTokens + Copy {
    Private
}

#[derive(Clone, Copy)]
struct Home;

impl ToTokens for Home {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let home = Ident::new(HOME, Span::call_site());
        tokens.extend(quote!(crate::#home));
    }
}

#[derive(Clone, Copy)]
struct Private;

impl ToTokens for Private {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(quote!(#Home::private));
    }
}

/// A row, registered with the crate's plugin if the item itself is compiled.
struct Registration {
    /// Of the static that it stands in, which goes by the item: one for each attribute on it.
    name: Ident,
    /// The record of an export: how long it is, and its bytes, if all of it is known here.
    record: Option<(Literal, Literal)>,
    /// What stands beside the row.
    helpers: TokenStream,
    /// The row.
    row: TokenStream,
}

impl Registration {
    fn registered(&self, attributes: &[Attribute]) -> TokenStream {
        let private = private();
        let Self { name, record, helpers, row } = self;
        let conditions = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
        let record = record.as_ref().map(|(len, bytes)| quote!(#len #bytes));
        let row = if helpers.is_empty() { row } else { &quote!({ #helpers #row }) };
        quote! {
            #(#conditions)*
            #private::register! { #name #record #row }
        }
    }
}

/// The description of an item: what it is called and where it stands.
fn item(
    name: &LitStr,
    place: &Place,
    declaration: &str,
    docs: &str,
    meta: &[(LitStr, LitStr)],
) -> TokenStream {
    let (private, home) = (private(), home());
    let (file, line, hash) = (place.file(), place.line(), name_hash(&name.value()));
    let mut item = quote!(#home::item(#name, #hash, #file, #line, #declaration));
    if !docs.is_empty() {
        item.extend(quote!(.docs(#docs)));
    }
    if !meta.is_empty() {
        let meta = meta.iter().map(|(key, value)| {
            quote! {
                #private::Meta { key: #private::Text::new(#key), value: #private::Text::new(#value) }
            }
        });
        item.extend(quote!(.meta(&[#(#meta),*])));
    }
    item
}
