//! The macros of `plugin-core`, which re-exports them: nothing else depends on this crate.
//!
//! Each macro parses, checks and expands; every reason to refuse an input is in `check`.
#![forbid(unsafe_code)]

use proc_macro::TokenStream;

mod asynchronous;
mod attr;
mod check;
mod declaration;
mod expand;
mod function;
#[cfg(test)]
mod golden;
mod markers;
mod name_hash;
mod note;
mod options;
mod place;
mod record;

/// See `plugin_core::export`.
#[proc_macro_attribute]
pub fn export(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::export(options.into(), &item.into()).into()
}

/// See `plugin_core::interface`.
#[proc_macro_attribute]
pub fn interface(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::interface(options.into(), &item.into()).into()
}

/// See `plugin_core::init`.
#[proc_macro_attribute]
pub fn init(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::hook(expand::HookKind::Init, options.into(), &item.into()).into()
}

/// See `plugin_core::shutdown`.
#[proc_macro_attribute]
pub fn shutdown(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::hook(expand::HookKind::Shutdown, options.into(), &item.into()).into()
}

/// See `plugin_core::plugin`, which passes its own crate in brackets before the options.
#[proc_macro]
pub fn plugin(input: TokenStream) -> TokenStream {
    expand::plugin(input.into()).into()
}

/// See the trait.
#[proc_macro_derive(Portable, attributes(portable))]
pub fn derive_portable(input: TokenStream) -> TokenStream {
    expand::portable(input.into()).into()
}

/// See the trait.
#[proc_macro_derive(Transfer, attributes(transfer))]
pub fn derive_transfer(input: TokenStream) -> TokenStream {
    expand::transfer(input.into()).into()
}
