//! What `open` gives: a handle to a plugin that stays open as long as the process.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use plugin_core::abi::{ContextRecord, OpenedRecord, Root};
use plugin_core::private::opened_record;
use plugin_core::{Export, LookupError, Symbol, SymbolTable, SymbolType};

use crate::manifest::{self, Manifest, PluginFields};

/// A plugin that is open.
///
/// Plugins are never closed, so the handle is `Copy` and `'static`, usable on any thread, and equal
/// to every other handle of the same plugin.
#[derive(Clone, Copy)]
pub struct Plugin(&'static Opened);

/// What is behind a handle.
pub(crate) struct Opened {
    /// Canonical path; `None` if the plugin is linked into the program.
    pub(crate) path: Option<Arc<Path>>,
    name: Arc<str>,
    /// Its record, which can be decoded.
    record: &'static [u8],
    /// Whether that is sealed in the file.
    sealed: bool,
    /// What its record says, decoded when it is first asked for.
    fields: OnceLock<Box<PluginFields<'static>>>,
    /// The same with exports, likewise.
    manifest: OnceLock<Box<Manifest>>,
    pub(crate) table: SymbolTable,
    pub(crate) root: &'static Root,
    /// What its hooks get, made when it starts.
    context: OnceLock<&'static ContextRecord>,
    /// What other plugins get that open it, made when the first does.
    seen: OnceLock<&'static OpenedRecord>,
    /// Whether its shutdown hooks have run.
    shut_down: AtomicBool,
}

impl Opened {
    /// A plugin whose record, which can be decoded, was found `sealed` or not.
    pub(crate) fn new(
        path: Option<Arc<Path>>,
        name: Arc<str>,
        record: &'static [u8],
        sealed: bool,
        table: SymbolTable,
        root: &'static Root,
    ) -> Self {
        Self {
            path,
            name,
            record,
            sealed,
            fields: OnceLock::new(),
            manifest: OnceLock::new(),
            table,
            root,
            context: OnceLock::new(),
            seen: OnceLock::new(),
            shut_down: AtomicBool::new(false),
        }
    }

    /// What its record says.
    pub(crate) fn fields(&self) -> &PluginFields<'static> {
        self.fields.get_or_init(|| {
            let fields = manifest::decode(self.record);
            let mut fields = Box::new(fields.expect("it was decoded when the plugin was opened"));
            fields.sealed = self.sealed;
            fields
        })
    }

    /// Its init hooks get `context`, and so will its shutdown hooks.
    pub(crate) fn starts_with(&self, context: &'static ContextRecord) {
        // It is started once.
        let _first = self.context.set(context);
    }

    /// What its hooks get, once it has been started.
    pub(crate) fn context(&self) -> Option<&'static ContextRecord> {
        self.context.get().copied()
    }

    /// Whether this is the call that has to run the shutdown hooks.
    pub(crate) fn shuts_down_now(&self) -> bool {
        !self.shut_down.swap(true, Ordering::Relaxed)
    }
}

impl Plugin {
    /// Makes the handle, for the rest of the process.
    pub(crate) fn new(opened: Opened) -> Self {
        Self(Box::leak(Box::new(opened)))
    }

    pub(crate) fn opened(self) -> &'static Opened {
        self.0
    }

    /// What other plugins see of it.
    pub(crate) fn record(self) -> &'static OpenedRecord {
        let Opened { path, root, seen, .. } = self.0;
        seen.get_or_init(|| {
            opened_record(self.name(), self.version(), path.as_deref(), root.symbols)
        })
    }

    /// Name of the plugin.
    pub fn name(self) -> &'static str {
        &self.0.name
    }

    /// Version of the plugin; empty if it does not say.
    pub fn version(self) -> &'static str {
        self.0.fields().version
    }

    /// The file that the plugin was loaded from, as its canonical path; `None` for one that is
    /// linked into the program.
    pub fn path(self) -> Option<&'static Path> {
        self.0.path.as_deref()
    }

    /// What the plugin says of itself.
    ///
    /// The same as [`inspect`](crate::inspect()) reads of its file; the exports come from the plugin's symbol
    /// table.
    pub fn manifest(self) -> &'static Manifest {
        self.0.manifest.get_or_init(|| {
            let exports = self.0.table.exports().map(Into::into).collect();
            Box::new(Manifest::from(self.0.fields()).with_exports(exports))
        })
    }

    /// Finds the export `name` and checks that it is an `S`.
    ///
    /// A function is looked up by its signature, `fn(&str) -> String`, a variable by its type,
    /// `AtomicI64`. A repeated lookup neither locks nor allocates: it takes a hash and two
    /// compares.
    ///
    /// # Errors
    ///
    /// [`LookupError::NotFound`] if nothing is exported under that name,
    /// [`LookupError::TypeMismatch`] if it is something else than `S`.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn example(plugin: plugin_host::Plugin) -> Result<(), plugin_host::LookupError> {
    /// use std::sync::atomic::{AtomicI64, Ordering};
    ///
    /// plugin.lookup::<AtomicI64>("V")?.store(7, Ordering::Relaxed);
    /// let greet = plugin.lookup::<fn(&str) -> String>("greet")?;
    /// println!("{}", greet.call("world"));
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn lookup<S>(self, name: &str) -> Result<Symbol<S>, LookupError>
    where
        S: SymbolType + ?Sized,
        S::Target: Sync,
    {
        self.0.table.lookup(name)
    }

    /// All exports, by name.
    pub fn exports(self) -> impl ExactSizeIterator<Item = Export> + 'static {
        self.0.table.exports()
    }

    /// The exports that are an `S`, by name, each with its symbol.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn example(plugin: plugin_host::Plugin) {
    /// use plugin_host::{Error, RString};
    ///
    /// type Command = fn(&mut RString) -> Result<(), Error>;
    ///
    /// for (export, command) in plugin.exports_of::<Command>() {
    ///     println!("{}: {}", export.name(), export.docs());
    ///     let mut text = RString::from("some text");
    ///     command.call(&mut text).unwrap();
    /// }
    /// # }
    /// ```
    pub fn exports_of<S>(self) -> impl Iterator<Item = (Export, Symbol<S>)> + 'static
    where
        S: SymbolType + ?Sized,
        S::Target: Sync,
    {
        self.0.table.exports_of()
    }
}

impl PartialEq for Plugin {
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self.0, other.0)
    }
}

impl Eq for Plugin {}

impl Hash for Plugin {
    fn hash<H: Hasher>(&self, state: &mut H) {
        ptr::hash(self.0, state);
    }
}

impl fmt::Debug for Plugin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plugin")
            .field("name", &self.name())
            .field("version", &self.version())
            .field("path", &self.path())
            .finish_non_exhaustive()
    }
}
