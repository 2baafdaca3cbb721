//! The macros of `plugin-core`, which re-exports them: nothing else depends on this crate.
//!
//! Each macro parses, checks and expands; every reason to refuse an input is in `check`.
#![forbid(unsafe_code)]

use proc_macro::TokenStream;

mod attr;
mod check;
mod declaration;
mod expand;
#[cfg(test)]
mod golden;
mod markers;
mod options;
mod record;

/// See `plugin_core::export`.
#[proc_macro_attribute]
pub fn export(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::export(options.into(), &item.into()).into()
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

/// Implements `Portable` for a type whose declaration fixes its layout, so that it crosses as
/// itself: by value, behind a reference, as a variable, field or element.
///
/// Takes `#[repr(C)]` and `#[repr(transparent)]` structs, and enums with an integer representation,
/// `#[repr(u8)]` or `#[repr(C, u8)]`, with and without fields. Type parameters have to be portable;
/// there are no lifetime parameters. Every field has to be portable; the type must not implement
/// `Drop` itself.
///
/// | option | on | meaning |
/// | --- | --- | --- |
/// | `#[portable(id = "com.example.Name")]` | type | stands for name, module, package and version: the type may move and the package change |
/// | `#[portable(unsafe_assume_crossable)]` | field | a field that is not portable, such as a raw pointer: its author vouches that every binary may use it |
/// | `#[portable(unsafe_assume_crossable)]` | type | the same for all raw pointers in it, and for its own `Drop` |
/// | `#[portable(crate = path::to::plugin_core)]` | type | where `plugin_core` is re-exported |
///
/// The lint `unsafe_code` reports `unsafe_assume_crossable`, which makes the promise of the trait: no
/// safe use of the type relies on a static, a thread-local or the global allocator of one binary.
#[proc_macro_derive(Portable, attributes(portable))]
pub fn derive_portable(input: TokenStream) -> TokenStream {
    expand::portable(input.into()).into()
}

/// Implements `Transfer` for a record of types that cross, so that it crosses by value: field by
/// field, through a `#[repr(C)]` twin that the derive declares.
///
/// Takes structs and enums with owned fields and with one lifetime parameter for what they borrow. A
/// type parameter stands for what crosses; bound by `Portable`, it may also stand behind references
/// and in portable containers. The type must not implement `Drop` itself.
///
/// | option | meaning |
/// | --- | --- |
/// | `#[transfer(id = "com.example.Name")]` | stands for name, module, package and version: the type may move and the package change |
/// | `#[transfer(crate = path::to::plugin_core)]` | where `plugin_core` is re-exported |
#[proc_macro_derive(Transfer, attributes(transfer))]
pub fn derive_transfer(input: TokenStream) -> TokenStream {
    expand::transfer(input.into()).into()
}
