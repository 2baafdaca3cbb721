//! Opens plugins: each file once, everything checked, symbols typed.
//!
//! ```no_run
//! use std::sync::atomic::{AtomicI64, Ordering};
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let plugin = plugin_host::open("target/debug/libgreeter.so")?;
//!     plugin.lookup::<AtomicI64>("V")?.store(7, Ordering::Relaxed);
//!     let greet = plugin.lookup::<fn(&str) -> String>("greet")?;
//!     println!("{}", greet.call("world"));
//!     plugin_host::shutdown()?;
//!     Ok(())
//! }
//! ```
//!
//! A plugin is a `cdylib` whose crate depends on `plugin-core`, says `plugin_core::plugin!();` at
//! its root and marks functions and variables with `#[export]`. Host and plugin may come from
//! different versions of rustc, with different dependencies and optimisations; what does not fit is
//! an error that says so.
//!
//! - [`open`] loads a file, [`linked`] takes a plugin that is linked into the program;
//!   [`Host::builder`] has the settings. [`OpenError`] says why a plugin does not open.
//! - [`Plugin::lookup`] gives a [`Symbol`]: a function to call, or a variable to use. A panic in a
//!   plugin's function is a panic in the host with [`call`](Function#method.call) and a
//!   [`PluginPanic`] with [`try_call`](Function#method.try_call).
//! - [`Host::builder`] also says what a host offers its plugins, which they find by the
//!   [`HostContext`](plugin_core::HostContext) of their hooks, and what it requires of them.
//! - A plugin's panics are told to the program's panic hook ([`reported_panic`]); with the feature `log`, its
//!   log records go to the program's logger; what it printed is written when the process ends.
//! - [`shutdown()`] runs the plugins' last hooks at the end of `main`. Nothing is ever unloaded.
//! - With the feature `build`, the module `build` compiles plugins with cargo, for tests and
//!   examples.
//!
//! A host needs no dependency on `plugin-core`: what it needs is here, and all of it is in
//! [`plugin_core`]. In such a host, types of its own that cross say where that is:
//! `#[portable(crate = plugin_host::plugin_core)]`, `#[transfer(crate = plugin_host::plugin_core)]`.
//!
//! What this crate does not do: it does not sandbox (see [`open`], "Trust"), does not reload, and
//! does not look for plugins in folders.

#[cfg(feature = "build")]
pub mod build;
mod canonical;
mod error;
mod exit;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzing;
mod host;
mod identity;
mod inspect;
mod library_name;
mod loader;
mod logging;
mod manifest;
mod open;
mod panics;
mod plugin;
mod positioned;
mod preflight;
mod private_copy;
mod program;
mod registry;
mod seal;
mod settings;
mod shutdown;
mod trace;

pub use plugin_core;
// Traits together with their derives.
pub use plugin_core::{Portable, Transfer};
// Macros, for hosts that export, too. `shutdown` the attribute and `shutdown` the function below
// are of different namespaces.
pub use plugin_core::{api, export, init, interface, plugin, shutdown};
// What hosts look up, call and pass.
pub use plugin_core::{
    Api, BorrowedFuture, Callable, Callback, CallbackMut, CallbackRef, Contained, DuplicateSymbol,
    Error, Export, ExportKind, Function, Interface, LinkedPlugin, LookupError, Mut, NotFound,
    Object, Opaque, OpaqueTag, PluginFuture, PluginPanic, Provides, RArc, RBox, RDuration,
    RHashMap, RMutex, ROption, RResult, RRwLock, RSlice, RSliceMut, RStr, RString, RVec, Raw,
    RawFunction, Ref, Service, Symbol, SymbolType, TypeMismatch, UnsafeFunction, UnsafeRaw,
    UnsafeRawFunction, Variable, catch,
};

pub use crate::error::{
    AbiVersion, Content, FileKind, Format, HookError, Incompatibility, LoaderError, Machine,
    OpenError, ShutdownError, Side,
};
pub use crate::host::{Host, HostBuilder, linked, open};
pub use crate::inspect::{InspectError, inspect};
pub use crate::library_name::library_name;
#[cfg(feature = "log")]
pub use crate::logging::update_log_level;
pub use crate::manifest::{Application, Manifest, ManifestExport, PanicStrategy};
pub use crate::panics::{ReportedPanic, reported_panic};
pub use crate::plugin::Plugin;
pub use crate::seal::{SealError, seal};
pub use crate::settings::SameName;
pub use crate::shutdown::shutdown;
