//! The way back: what a plugin may ask of the host that opened it.
//!
//! Only the plugin's side is a public interface; `record.rs` holds the host's, so that both ends of every
//! function that crosses here stand in one crate.

mod builder;
mod error;
mod handle;
mod path;
mod record;

pub use builder::HostContextBuilder;
pub use error::{HostError, HostErrorKind};
pub use handle::PluginHandle;
pub use record::{PluginOpener, context_record, opened_record};

use std::fmt;
use std::path::{Path, PathBuf};
use std::ptr;

use self::handle::Interned;
use crate::abi::ContextRecord;
use crate::guard;
use crate::symbol::{Symbol, SymbolType};
use crate::table::{Export, LookupError, SymbolTable};
use crate::types::Transfer as _;

/// What the host offers a plugin: its exports and services, and the other plugins.
///
/// An init or shutdown hook that takes one gets it; as it is `Copy`, `'static` and usable on any thread, a
/// plugin may keep it.
///
/// # Examples
///
/// ```
/// use std::sync::OnceLock;
/// use plugin_core::{Error, HostContext, export, init};
/// # plugin_core::plugin!();
///
/// static HOST: OnceLock<HostContext> = OnceLock::new();
///
/// #[init]
/// fn start(host: &HostContext) -> Result<(), Error> {
///     let log = host.lookup::<fn(&str)>("log")?;
///     log.call(&format!("{} {} starts", host.plugin().name(), host.plugin().version()));
///     HOST.get_or_init(|| *host);
///     Ok(())
/// }
///
/// #[export]
/// fn area(shapes: std::path::PathBuf) -> Result<f64, Error> {
///     let host = HOST.get().ok_or_else(|| Error::msg("not started"))?;
///     let shapes = host.open(&shapes)?;
///     Ok(shapes.lookup::<fn() -> f64>("area")?.call())
/// }
///
/// // In the plugin's own tests, a context needs no host:
/// # fn main() {
/// let host = HostContext::builder().service::<fn(&str)>("log", |line: &str| println!("{line}")).build();
/// start(&host).unwrap();
/// assert!(start(&HostContext::empty()).unwrap_err().to_string().contains("exports no `log`"));
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct HostContext {
    record: &'static ContextRecord,
    kept: &'static Context,
}

/// What this binary keeps of a context.
struct Context {
    table: SymbolTable,
    plugin: PluginHandle,
}

impl HostContext {
    /// A context that offers nothing, for tests.
    ///
    /// ```
    /// use plugin_core::HostContext;
    ///
    /// let host = HostContext::empty();
    /// assert_eq!(host.exports().len(), 0);
    /// ```
    pub fn empty() -> Self {
        Self::from_static(&record::EMPTY)
    }

    /// Makes a context for the tests of a plugin's hooks, without a host.
    ///
    /// ```
    /// use plugin_core::HostContext;
    ///
    /// let host = HostContext::builder()
    ///     .plugin("greeter", "1.0.0")
    ///     .service::<fn(u32) -> u32>("double", |n: u32| 2 * n)
    ///     .build();
    /// assert_eq!(host.plugin().name(), "greeter");
    /// assert_eq!(host.lookup::<fn(u32) -> u32>("double")?.call(4), 8);
    /// # Ok::<(), plugin_core::LookupError>(())
    /// ```
    pub fn builder() -> HostContextBuilder {
        HostContextBuilder::default()
    }

    /// The context behind the argument of a hook.
    ///
    /// # Safety
    ///
    /// The record is null, or was made by [`context_record`] of some version of the same ABI major version
    /// and lives as long as the process.
    pub(crate) unsafe fn from_record(record: *const ContextRecord) -> Self {
        if record.is_null() {
            return Self::empty();
        }
        // SAFETY: by contract a record, which starts with its size.
        let size = unsafe { ptr::read(record.cast::<usize>()) };
        if size < size_of::<ContextRecord>() {
            return Self::empty();
        }
        // SAFETY: it is as large as this binary's, its fields up to there are frozen, and it is immutable.
        Self::from_static(unsafe { &*record })
    }

    /// The context of a record, the same for every call.
    fn from_static(record: &'static ContextRecord) -> Self {
        static CONTEXTS: Interned<Context> = Interned::new();
        let kept = CONTEXTS.get(ptr::from_ref(record).addr(), || Context {
            // SAFETY: only hosts of this framework make records, of entries that its macros and `Service`
            // made, none of which is unloaded.
            table: unsafe { handle::table(record.host.as_str(), record.symbols) },
            plugin: PluginHandle::new(record.plugin.unwrap_or(&record::NO_PLUGIN)),
        });
        Self { record, kept }
    }

    /// What the host is called in messages.
    pub fn name(&self) -> &'static str {
        self.record.host.as_str()
    }

    /// The plugin that the context was made for: its name, version, path and exports.
    pub fn plugin(&self) -> PluginHandle {
        self.kept.plugin
    }

    /// Finds what the host offers under `name`, and checks that it is an `S`.
    ///
    /// By the rules by which a host looks up in a plugin: a function by its signature, `fn(&str) -> String`,
    /// a variable by its type. A symbol's [`call`](crate::Function#method.call) panics in the plugin if the
    /// host's function does.
    ///
    /// # Errors
    ///
    /// [`LookupError::NotFound`] if the host offers nothing under that name,
    /// [`LookupError::TypeMismatch`] if it is something else than `S`.
    pub fn lookup<S>(&self, name: &str) -> Result<Symbol<S>, LookupError>
    where
        S: SymbolType + ?Sized,
        S::Target: Sync,
    {
        self.kept.table.lookup(name)
    }

    /// All that the host offers, by name.
    pub fn exports(&self) -> impl ExactSizeIterator<Item = Export> + use<> {
        self.kept.table.exports()
    }

    /// What the host offers that is an `S`, by name, each with its symbol.
    pub fn exports_of<S>(&self) -> impl Iterator<Item = (Export, Symbol<S>)> + use<S>
    where
        S: SymbolType + ?Sized,
        S::Target: Sync,
    {
        self.kept.table.exports_of()
    }

    /// Opens the plugin in the file at `path`, as its host would: the first time with its init hooks,
    /// every further time, whoever opens it, the same plugin.
    ///
    /// # Errors
    ///
    /// [`HostError`], with the host's words. An open in an init hook that would wait for that hook is
    /// [`HostErrorKind::Circular`], also on a thread that the hook has started.
    pub fn open(&self, path: impl AsRef<Path>) -> Result<PluginHandle, HostError> {
        let Some(open) = self.record.open else { return Err(HostError::no_host()) };
        let path = PathBuf::into_abi(path.as_ref().to_owned());
        // SAFETY: the function and its first argument belong together, and to a host of this framework.
        let outcome = unsafe { open(self.record.data, path) };
        // SAFETY: the outcome is that of the guard around the host's function.
        let reply = unsafe { guard::result(outcome, || None) }
            .map_err(|panic| HostError::panicked(&panic))?;
        match reply.plugin {
            Some(plugin) => Ok(PluginHandle::new(plugin)),
            None => Err(HostError::new(HostErrorKind::from_abi(reply.kind), reply.error)),
        }
    }
}

impl fmt::Debug for HostContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HostContext")
            .field("host", &self.name())
            .field("plugin", &self.plugin())
            .finish_non_exhaustive()
    }
}
