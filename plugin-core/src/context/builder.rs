//! Contexts for the tests of a plugin's hooks.

use std::panic::Location;

use super::record::without_opener;
use super::{HostContext, opened_record};
use crate::abi::{References, SymbolEntry};
use crate::plugin::LinkedPlugin;
use crate::service::{Provides, Service};
use crate::symbol::SymbolType;
use crate::table::SymbolTable;

/// Collects what a [`HostContext`] for a test offers; see [`HostContext::builder`].
///
/// A context made so opens no plugins. A test that needs that opens its plugin in a real host, with
/// `plugin_host::linked(&PLUGIN)`.
#[derive(Clone, Debug)]
#[must_use]
pub struct HostContextBuilder {
    symbols: Vec<&'static SymbolEntry>,
    name: String,
    version: String,
}

impl Default for HostContextBuilder {
    fn default() -> Self {
        Self { symbols: Vec::new(), name: "test".to_owned(), version: String::new() }
    }
}

impl HostContextBuilder {
    /// Name and version of the plugin that the context is for. Default: `test`, without a version.
    pub fn plugin(mut self, name: &str, version: &str) -> Self {
        name.clone_into(&mut self.name);
        version.clone_into(&mut self.version);
        self
    }

    /// Offers a function, a variable or an object; see [`Service`].
    #[track_caller]
    pub fn service<S: SymbolType + ?Sized>(mut self, name: &str, value: impl Provides<S>) -> Self {
        self.symbols.push(Service::new::<S>(value).entry(name, "test", Location::caller()));
        self
    }

    /// Offers all that a plugin crate exports: the `PLUGIN` that `plugin!()` defines.
    ///
    /// # Panics
    ///
    /// If the hooks of that crate have no order.
    pub fn exports(mut self, plugin: &'static LinkedPlugin) -> Self {
        self.symbols.extend(plugin.symbols().iter());
        self
    }

    /// The context. It stays for the rest of the process.
    ///
    /// # Panics
    ///
    /// If two things are offered under one name.
    pub fn build(self) -> HostContext {
        let Self { symbols, name, version } = self;
        let symbols = References::new(symbols.leak());
        // SAFETY: the entries of a linked plugin, which its macros made, and of services.
        if let Err(duplicate) = unsafe { SymbolTable::new("host", symbols) } {
            panic!("{duplicate}");
        }
        let plugin = opened_record(&name, &version, None, References::EMPTY);
        HostContext::from_static(Box::leak(Box::new(without_opener("host", symbols, plugin))))
    }
}
