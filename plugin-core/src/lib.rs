//! What crosses between a plugin and its host: the macros with which a plugin exports, the types that
//! may cross, and the tables that both sides read.
//!
//! A plugin is a `cdylib` that depends on this crate alone:
//!
//! ```
//! use std::sync::atomic::{AtomicI64, Ordering};
//! use plugin_core::{export, init};
//!
//! plugin_core::plugin!(); // once, at the crate root
//!
//! #[export]
//! pub static V: AtomicI64 = AtomicI64::new(0);
//!
//! #[export]
//! pub fn greet(name: &str) -> String {
//!     format!("Hello, {name}, number {}", V.load(Ordering::Relaxed))
//! }
//!
//! #[init]
//! fn start() -> Result<(), String> {
//!     Ok(())
//! }
//! # fn main() {}
//! ```
//!
//! A host opens it with `plugin-host`, which re-exports what it needs of this crate:
//!
//! ```text
//! let plugin = plugin_host::open("target/debug/libgreeter.so")?;
//! let greet = plugin.lookup::<fn(&str) -> String>("greet")?;
//! println!("{}", greet.call("world"));
//! ```
//!
//! # What may cross
//!
//! | type | by value | behind a reference, as a variable, field or element |
//! | --- | --- | --- |
//! | integers to 64 bits, floats, `bool`, `char`, `NonZero*`, `Atomic*` | as itself | yes |
//! | `u128`, `i128` | as a pair of `u64` | no |
//! | `()` | as one byte | yes |
//! | `[T; N]` | in a struct | yes |
//! | `extern "C" fn(A) -> R` | as itself | yes |
//! | [`RString`], [`RVec<T>`](RVec), [`RBox<T>`](RBox), [`RArc<T>`](RArc), [`ROption<T>`](ROption), [`RResult<T, E>`](RResult), [`RHashMap<K, V>`](RHashMap), [`RMutex<T>`](RMutex), [`RRwLock<T>`](RRwLock), [`RDuration`] | as itself | yes |
//! | types with `#[derive(Portable)]` | as itself | yes |
//! | [`Opaque<Tag>`](Opaque), [`Error`] | as itself | yes |
//! | `String`, `Vec<T>`, `Box<T>`, `Option<T>`, `Result<T, E>`, `Duration`, tuples to 6 | as their portable twins; buffers are handed over, not copied, until they are turned back on the other side | no |
//! | `PathBuf`, `OsString` | as bytes (16-bit units on Windows) | no |
//! | `HashMap<K, V>`, `BTreeMap<K, V>` | rebuilt on the other side, in time proportional to the number of entries | no |
//! | types with `#[derive(Transfer)]` | as a generated twin | no |
//! | `&str`, `&[T]`, `&mut [T]`, `&T`, `&mut T` with a portable `T` | as pointer, or pointer and length | only `&'static` |
//! | `Box`, `Arc`, `&` and `&mut` of a `dyn Trait` with [`interface`](macro@interface) on the trait | as pointer and table; references as arguments only | as a variable, `&'static` |
//! | `&dyn Fn`, `&mut dyn FnMut`, `Box<dyn Fn + Send>`, `Box<dyn Fn + Send + Sync>`, the same with `FnMut`, `Box<dyn FnOnce + Send>` | as pointer and table; references as arguments only | no |
//! | [`Callback<dyn Fn + Send>`](Callback), [`CallbackRef<dyn Fn>`](CallbackRef), [`CallbackMut<dyn FnMut>`](CallbackMut) | as `Box`, `&` and `&mut` of these do, under the same description | no |
//! | [`PluginFuture<T>`](PluginFuture) with an owned `T`, which is what an exported `async fn` returns | as pointer and table | no |
//!
//! Of a callback, the parameters are up to four, each `A`, `&A` or, if there are at most two, `&mut A`; the
//! result is owned. `Arc` of a value does not cross: share an [`RArc`].
//!
//! # The way back
//!
//! A hook that takes a [`HostContext`] may look up what the host offers, by the same rules, and open other
//! plugins through it.
//!
//! Without being asked, a plugin's panics are reported by the panic hook of its host, what it prints is written
//! when the process ends, and with the feature `log`, its log records go to the host's logger: the one of the
//! plugin is set before the first init hook, unless it has one. The feature `tracing` does the same for events
//! and spans of `tracing`.
//!
//! # What a panic does
//!
//! A panic in an exported function unwinds to the guard in the plugin and reaches the host as a
//! [`PluginPanic`]. What cannot be contained: a panic while panicking, a panic in `Drop` of an element
//! of one of the containers above or in `Hash` or `Eq` of a key of an [`RHashMap`], allocation failure, stack overflow, `exit`, a raw `extern "C"`
//! export, and a plugin built with `panic = "abort"`.

pub mod abi;
mod api;
mod callback;
mod context;
mod error;
mod future;
mod guard;
mod hook;
pub mod layout;
mod logging;
pub mod manifest;
mod object;
mod plugin;
mod service;
mod signature;
mod symbol;
mod table;
#[cfg(feature = "tracing")]
#[doc(hidden)]
pub mod trace;
#[cfg(not(feature = "tracing"))]
mod trace;
mod types;

#[doc(hidden)]
pub mod private;

pub use crate::api::Api;
pub use crate::callback::{
    Allows, Callable, Callback, CallbackMut, CallbackRef, Calls, LentClosure, LentClosureMut,
    OwnedClosure,
};
pub use crate::context::{HostContext, HostContextBuilder, HostError, HostErrorKind, PluginHandle};
pub use crate::error::Error;
pub use crate::future::{BorrowedFuture, Contained, PluginFuture};
pub use crate::guard::{PluginPanic, catch};
pub use crate::object::{Interface, Object};
pub use crate::plugin::{HookResult, LinkedPlugin};
pub use crate::service::{Provides, Service};
pub use crate::symbol::{
    Function, Raw, RawFunction, Signature, Symbol, SymbolType, UnsafeFunction, UnsafeRaw,
    UnsafeRawFunction, Variable,
};
pub use crate::table::{
    DuplicateSymbol, Export, ExportKind, LookupError, NotFound, SymbolTable, TypeMismatch,
};
pub use crate::types::{
    Array, Boxed, Mut, Opaque, OpaqueTag, Owned, PathBytes, Place, Plain, Portable, RArc, RBox,
    RDuration, RHashMap, RMutex, ROption, RResult, RRwLock, RSlice, RSliceMut, RStr, RString, RVec,
    RawArgument, RawResult, Ref, Referent, ReferentMut, Transfer, Tuple2, Tuple3, Tuple4, Tuple5,
    Tuple6, Unit, Wide,
};

/// Implements [`trait@Portable`]: the type crosses as itself.
///
/// For `#[repr(C)]` structs, `#[repr(transparent)]` wrappers and enums with an integer
/// representation (`#[repr(u8)]`, with or without fields), generic ones included. Every field has to be
/// portable.
///
/// Refused are raw pointers and types that implement `Drop`: both mean that some code of one binary has
/// to look after the value, which the other binary's copy of that code may not be able to.
/// `#[portable(unsafe_assume_crossable)]` on such a field or type is the author's promise that it is
/// sound, as [the trait](trait@Portable) requires.
///
/// | option | on | meaning |
/// | --- | --- | --- |
/// | `id = "com.example.Point"` | type | the name by which both sides know the type, instead of package, module and name; on a struct, every field has to be `pub` |
/// | `unsafe_assume_crossable` | type, field | see above |
/// | `crate = path` | type | where `plugin_core` is, if it goes by another name |
///
/// ```
/// use plugin_core::{Portable, RString};
///
/// #[derive(Portable)]
/// #[repr(u8)]
/// enum Shape {
///     Circle { radius: f64 },
///     Label(RString),
/// }
/// ```
pub use plugin_macros::Portable;

/// Implements [`trait@Transfer`]: a record of everyday types crosses by value.
///
/// For structs and enums whose fields can cross as arguments, `String`, `Vec<T>` and `&'a str`
/// included. What crosses is a generated twin of the type with the layout of C.
///
/// | option | meaning |
/// | --- | --- |
/// | `id = "com.example.Value"` | the name by which both sides know the type; on a struct, every field has to be `pub` |
/// | `crate = path` | where `plugin_core` is, if it goes by another name |
///
/// ```
/// use plugin_core::Transfer;
///
/// #[derive(Transfer)]
/// enum Value {
///     Number(f64),
///     Text(String),
///     List(Vec<String>),
/// }
///
/// #[derive(Transfer)]
/// enum ValueRef<'a> {
///     Number(f64),
///     Text(&'a str),
/// }
/// ```
pub use plugin_macros::Transfer;

/// Exports a function or a static.
///
/// The item stays what it is: callable and testable in its own crate, in any module, private or not.
///
/// | option | meaning |
/// | --- | --- |
/// | `name = "…"` | the name to look up; otherwise the item's |
/// | `as = Type` | the compiler checks that the item has this type: usually an alias in a crate that the host shares |
/// | `meta("key" = "value", …)` | what [`Export::meta`] tells |
///
/// A plain Rust function has its arguments converted and its panics contained. An `async fn` is looked up as
/// a function that returns a [`PluginFuture`]; its arguments and its result are owned. An `extern "C"` function
/// is exported as it is: no conversion, no guard.
///
/// ```
/// use plugin_core::{Error, RString, export};
/// # plugin_core::plugin!();
///
/// type Command = fn(&mut RString) -> Result<(), Error>;
///
/// /// Turns the text into upper case.
/// #[export(as = Command, meta("menu" = "Edit"))]
/// fn shout(text: &mut RString) -> Result<(), Error> {
///     *text = text.to_uppercase().into();
///     Ok(())
/// }
///
/// #[export(name = "fast_add")]
/// extern "C" fn add(a: u64, b: u64) -> u64 {
///     a + b
/// }
/// # fn main() {}
/// ```
pub use plugin_macros::export;

/// Makes the objects of a trait cross between a plugin and its host.
///
/// For a trait in a crate that both share. Whoever implements it writes an ordinary `impl`; on the other
/// side, a handle stands for the object and implements the trait itself. Objects cross in both
/// directions as `Box<dyn Filter>`, `Arc<dyn Filter>`, `&dyn Filter` and `&mut dyn Filter`, the references
/// as arguments only; `#[export] static F: &dyn Filter` is looked up as `dyn Filter`.
///
/// Methods take `&self` or `&mut self`; arguments and results are those of exported functions, and what
/// is borrowed in a result is borrowed from `self`. The trait may ask for `Send`, `Sync`, `Debug` and
/// `Display`. A panic in a method goes on in the caller: see [`catch`].
///
/// Methods with a default body may be appended later: objects of a binary that does not know them run
/// that body. Any other change of a method is another interface, which a lookup refuses.
///
/// A method may be an `async fn`, whose arguments and result are owned and whose future is `Send` and
/// borrows the object. The attribute then stands on each implementation, too: what it makes of such a method
/// returns a [`BorrowedFuture`]. One with a default body asks for `Sync` (with `&mut self`, for `Send`).
///
/// | option | meaning |
/// | --- | --- |
/// | `id = "com.example.Filter"` | the name by which both sides know the interface, instead of package, module and name |
/// | `crate = path` | where `plugin_core` is, if it goes by another name |
///
/// ```
/// use plugin_core::{export, interface};
/// # plugin_core::plugin!();
///
/// #[interface]
/// pub trait Filter: Send + Sync {
///     /// The line as it goes on, if it does.
///     fn apply(&self, line: &str) -> Option<String>;
///
///     /// What to call it.
///     fn name(&self) -> &str {
///         "unnamed"
///     }
/// }
///
/// struct Upper;
///
/// impl Filter for Upper {
///     fn apply(&self, line: &str) -> Option<String> {
///         Some(line.to_uppercase())
///     }
/// }
///
/// #[export]
/// pub static UPPER: &dyn Filter = &Upper;
///
/// #[export]
/// pub fn chain(first: Box<dyn Filter>, then: &dyn Filter, line: &str) -> Option<String> {
///     then.apply(&first.apply(line)?)
/// }
/// # fn main() {}
/// ```
///
/// A host writes `plugin.lookup::<dyn Filter>("UPPER")`, and for the function
/// `plugin.lookup::<fn(Box<dyn Filter>, Ref<dyn Filter>, &str) -> Option<String>>("chain")`.
///
/// ```
/// use plugin_core::{export, interface};
/// # plugin_core::plugin!();
///
/// #[interface]
/// pub trait Store: Send + Sync {
///     async fn get(&self, key: String) -> Option<String>;
/// }
///
/// struct Same;
///
/// #[interface]
/// impl Store for Same {
///     async fn get(&self, key: String) -> Option<String> {
///         Some(key)
///     }
/// }
///
/// #[export]
/// pub async fn first(store: Box<dyn Store>, keys: Vec<String>) -> Option<String> {
///     for key in keys {
///         if let Some(value) = store.get(key).await {
///             return Some(value);
///         }
///     }
///     None
/// }
/// # fn main() {}
/// ```
pub use plugin_macros::interface;

/// Runs a function once, when the plugin is first opened.
///
/// The function takes a `&`[`HostContext`], the way back into the host, or nothing. It returns `()` or
/// `Result<(), E>` with an `E` that implements `Display`; an error or a panic fails the open. Several hooks run in the order of file and line, or as
/// `#[init(after = other)]` and `#[init(after = [one, two])]` say.
///
/// ```
/// # plugin_core::plugin!();
/// #[plugin_core::init]
/// fn connect() -> Result<(), String> {
///     Ok(())
/// }
///
/// #[plugin_core::init(after = connect)]
/// fn load(host: &plugin_core::HostContext) -> Result<(), plugin_core::LookupError> {
///     host.lookup::<fn(&str)>("log")?.call("loaded");
///     Ok(())
/// }
/// # fn main() {}
/// ```
pub use plugin_macros::init;

/// Runs a function once, when the host calls `plugin_host::shutdown()`.
///
/// As [`init`](macro@init); plugins are shut down in the reverse order of opening. Stop the plugin's
/// threads here: the code is not unloaded, but the process is about to end.
///
/// ```
/// # plugin_core::plugin!();
/// #[plugin_core::shutdown]
/// fn disconnect() {}
/// # fn main() {}
/// ```
pub use plugin_macros::shutdown;

/// Makes the crate a plugin: once, at the root of the crate.
///
/// Name, version, authors, description, licence and repository come from cargo; each can be given
/// instead. A static `PLUGIN` is defined beside, for `plugin_host::linked`.
///
/// | option | meaning |
/// | --- | --- |
/// | `name`, `version`, `authors`, `description`, `license`, `repository` | constant expressions of type `&'static str` |
/// | `for = API` | the application that the plugin is for: an [`Api`], which [`api!`] defines in a crate that the plugin shares with its host |
/// | `include = [dep, …]` | plugin crates among the dependencies whose exports and hooks are this plugin's too. A program that links such a crate and also opens it as a plugin of its own runs its hooks for both |
/// | `exclude = [dep, …]` | plugin crates among the dependencies that are only libraries here |
///
/// ```
/// plugin_core::plugin!(name = "com.example.greeter");
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! plugin {
    ($($options:tt)*) => {
        $crate::private::plugin! { [$crate] $($options)* }
    };
}
