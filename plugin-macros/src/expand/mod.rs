//! What the macros generate. Each expansion only calls into `plugin_core::private`.

mod export;
mod hook;
mod plugin;
mod portable;
mod record;
mod transfer;

pub(crate) use export::export;
pub(crate) use hook::{HookKind, hook};
pub(crate) use plugin::plugin;
pub(crate) use portable::portable;
pub(crate) use transfer::transfer;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::LitStr;

/// The module that `plugin!` defines at the root of the crate. Where it is missing, rustc's error
/// shows this name.
pub(crate) const HOME: &str = "__requires_plugin_core_plugin_at_crate_root";

/// The path of that module.
fn home() -> TokenStream {
    let home = Ident::new(HOME, Span::call_site());
    quote!(crate::#home)
}

/// The path of `plugin_core::private`, as `plugin!` knows it: it works whatever the dependency is
/// called.
fn private() -> TokenStream {
    let home = home();
    quote!(#home::private)
}

/// The description of an item: what it is called and where it stands.
fn item(name: &LitStr, declaration: &str, docs: &str) -> TokenStream {
    let private = private();
    quote! {
        #private::Item {
            name: #name,
            package: #private::or_empty(::core::option_env!("CARGO_PKG_NAME")),
            file: #private::relative_file(
                ::core::file!(),
                ::core::option_env!("CARGO_MANIFEST_DIR"),
            ),
            line: ::core::line!(),
            declaration: #declaration,
            docs: #docs,
            meta: &[],
        }
    }
}
