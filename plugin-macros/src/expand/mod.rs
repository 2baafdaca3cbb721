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

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{Attribute, LitStr};

/// The module that `plugin!` defines at the root of the crate. Where it is missing, rustc's error
/// shows this name.
pub(crate) const HOME: &str = "__requires_plugin_core_plugin_at_crate_root";

/// The name by which an expansion calls that module, so that it reads well.
const LOCAL: &str = "__plugin";

/// `plugin_core::private` in an expansion, by way of `plugin!`: it works whatever the dependency is
/// called.
fn private() -> TokenStream {
    let local = Ident::new(LOCAL, Span::call_site());
    quote!(#local::private)
}

/// Helper items and a row, registered with the crate's plugin if the item itself is
/// compiled.
fn registered(attributes: &[Attribute], helpers: &TokenStream, row: &TokenStream) -> TokenStream {
    let (home, local) = (Ident::new(HOME, Span::call_site()), Ident::new(LOCAL, Span::call_site()));
    let conditions = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    quote! {
        #(#conditions)*
        #[allow(deprecated, reason = "an item that is exported is not used by that")]
        const _: () = {
            use crate::#home as #local;
            #helpers
            #local::private::inventory::submit! { #local::Registered(#row) }
        };
    }
}

/// The description of an item: what it is called and where it stands.
fn item(name: &LitStr, declaration: &str, docs: &str, meta: &[(LitStr, LitStr)]) -> TokenStream {
    let (private, local) = (private(), Ident::new(LOCAL, Span::call_site()));
    let meta = meta.iter().map(|(key, value)| {
        quote! {
            #private::Meta { key: #private::Text::new(#key), value: #private::Text::new(#value) }
        }
    });
    quote! {
        #private::Item {
            name: #name,
            package: #local::RECORD.package,
            file: #private::relative_file(
                ::core::file!(),
                ::core::option_env!("CARGO_MANIFEST_DIR"),
            ),
            line: ::core::line!(),
            declaration: #declaration,
            docs: #docs,
            meta: &[#(#meta),*],
        }
    }
}
