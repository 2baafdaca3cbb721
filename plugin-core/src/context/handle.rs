//! Plugins as other plugins see them.

use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::ptr;
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};

use super::path;
use crate::abi::{OpenedRecord, References, SymbolEntry};
use crate::symbol::{Symbol, SymbolType};
use crate::table::{Export, LookupError, SymbolTable};

/// A plugin that is open, as a plugin sees it: itself, or one that it opened through its host.
///
/// Plugins are never closed, so the handle is `Copy` and `'static`, usable on any thread, and equal to
/// every other handle of the same plugin.
///
/// # Examples
///
/// ```no_run
/// # fn example(host: &plugin_core::HostContext) -> Result<(), plugin_core::Error> {
/// let shapes = host.open("libshapes.so")?;
/// let area = shapes.lookup::<fn(f64, f64) -> f64>("area")?;
/// println!("{} {}: {}", shapes.name(), shapes.version(), area.call(2.0, 3.0));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct PluginHandle(&'static Peer);

/// What this binary keeps of a plugin.
struct Peer {
    record: &'static OpenedRecord,
    path: Option<&'static Path>,
    /// Made when something is looked up.
    table: OnceLock<SymbolTable>,
}

impl PluginHandle {
    /// The handle of a record, which a host of this framework made.
    pub(super) fn new(record: &'static OpenedRecord) -> Self {
        static PEERS: Interned<Peer> = Interned::new();
        Self(PEERS.get(ptr::from_ref(record).addr(), || Peer {
            record,
            path: path::read(record.path),
            table: OnceLock::new(),
        }))
    }

    fn table(self) -> &'static SymbolTable {
        let record = self.0.record;
        self.0.table.get_or_init(|| {
            // SAFETY: the entries of a plugin that passed its host's handshake, so that the macros made
            // them; it is not unloaded.
            unsafe { table(record.name.as_str(), record.symbols) }
        })
    }

    /// Name of the plugin.
    pub fn name(self) -> &'static str {
        self.0.record.name.as_str()
    }

    /// Version of the plugin; empty if it does not say.
    pub fn version(self) -> &'static str {
        self.0.record.version.as_str()
    }

    /// The file that the plugin was loaded from, as its canonical path; `None` for one that is linked into
    /// its host.
    pub fn path(self) -> Option<&'static Path> {
        self.0.path
    }

    /// Finds the export `name` and checks that it is an `S`.
    ///
    /// # Errors
    ///
    /// [`LookupError::NotFound`] if nothing is exported under that name,
    /// [`LookupError::TypeMismatch`] if it is something else than `S`.
    pub fn lookup<S>(self, name: &str) -> Result<Symbol<S>, LookupError>
    where
        S: SymbolType + ?Sized,
        S::Target: Sync,
    {
        self.table().lookup(name)
    }

    /// All exports, by name.
    pub fn exports(self) -> impl ExactSizeIterator<Item = Export> + 'static {
        self.table().exports()
    }

    /// The exports that are an `S`, by name, each with its symbol.
    pub fn exports_of<S>(self) -> impl Iterator<Item = (Export, Symbol<S>)> + 'static
    where
        S: SymbolType + ?Sized,
        S::Target: Sync,
    {
        self.table().exports_of()
    }
}

impl PartialEq for PluginHandle {
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self.0, other.0)
    }
}

impl Eq for PluginHandle {}

impl Hash for PluginHandle {
    fn hash<H: Hasher>(&self, state: &mut H) {
        ptr::hash(self.0, state);
    }
}

impl fmt::Debug for PluginHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PluginHandle")
            .field("name", &self.name())
            .field("version", &self.version())
            .field("path", &self.path())
            .finish_non_exhaustive()
    }
}

/// The table of entries that a host has checked for duplicates already.
///
/// # Safety
///
/// As for [`SymbolTable::new`].
pub(super) unsafe fn table(owner: &str, entries: References<SymbolEntry>) -> SymbolTable {
    // SAFETY: by contract.
    let table = unsafe { SymbolTable::new(owner, entries) };
    table.unwrap_or_else(|_| SymbolTable::empty(owner))
}

/// What this binary keeps of records of other binaries, by their addresses, for the rest of the process.
pub(super) struct Interned<T: 'static>(LazyLock<Mutex<HashMap<usize, &'static T>>>);

impl<T> Interned<T> {
    pub(super) const fn new() -> Self {
        Self(LazyLock::new(Mutex::default))
    }

    /// What is kept under `address`, made if there is nothing yet. `make` is not to use `self`.
    pub(super) fn get(&self, address: usize, make: impl FnOnce() -> T) -> &'static T {
        // Nothing that runs under the lock leaves the map half-changed.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.entry(address).or_insert_with(|| Box::leak(Box::new(make())))
    }
}
