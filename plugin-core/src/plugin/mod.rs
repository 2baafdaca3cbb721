//! The plugin's side: from what the macros register to the root that a host reads.
//!
//! Apart from the table because a plugin only lists what it has; whoever looks, checks.

mod export;
mod hooks;

pub use export::Item;
pub use hooks::{Hook, HookResult};

use std::sync::OnceLock;

use crate::abi::{HookEntry, HostInfo, ObjectRecord, Prefix, Records, Root, SymbolEntry, Text};
use crate::guard;
use crate::logging;
use crate::trace;

/// A plugin that is linked into the program instead of loaded from a file.
///
/// `plugin!()` defines one as `PLUGIN` at the root of its crate; `plugin_host::linked` opens it.
#[derive(Debug)]
pub struct LinkedPlugin {
    prefix: &'static Prefix,
}

impl LinkedPlugin {
    /// Refers to a plugin by its prefix.
    ///
    /// # Safety
    ///
    /// The prefix was made by `plugin!`.
    #[doc(hidden)]
    pub const unsafe fn new(prefix: &'static Prefix) -> Self {
        Self { prefix }
    }

    /// The rows of what the plugin exports.
    ///
    /// # Panics
    ///
    /// If its tables cannot be built.
    #[doc(hidden)]
    pub fn symbols(&self) -> Records<SymbolEntry> {
        let root = (self.prefix.root)(None);
        // SAFETY: null, or the root that this version's `RootCell` built for the rest of the process.
        let root = unsafe { root.as_ref() }.expect("the tables of a linked plugin can be built");
        assert!(root.problem.as_str().is_empty(), "{}", root.problem.as_str());
        root.symbols
    }

    /// What stands behind the plugin's root symbol.
    pub fn prefix(&self) -> &'static Prefix {
        self.prefix
    }
}

/// What one use of a macro registers.
///
/// Opaque, so that only [`Item`] makes one: an entry that says what it likes of an address would make
/// `lookup` unsound.
#[derive(Debug)]
pub struct Registration(Row);

#[derive(Debug)]
enum Row {
    Export(SymbolEntry),
    /// An object, whose record is made when the root is: what it is, is only known at run time.
    Object(SymbolEntry, fn() -> ObjectRecord),
    Init(HookEntry),
    Shutdown(HookEntry),
}

/// Collects the registrations of a plugin crate and of those that it includes.
#[derive(Debug, Default)]
pub struct Collector {
    symbols: Vec<SymbolEntry>,
    init: Vec<HookEntry>,
    shutdown: Vec<HookEntry>,
    /// The crates collected so far; one may be included along two ways.
    crates: Vec<&'static RootCell>,
}

impl Collector {
    /// Whether the crate with this cell is still to be collected.
    pub fn enter(&mut self, cell: &'static RootCell) -> bool {
        let new = !self.crates.iter().any(|known| std::ptr::eq(*known, cell));
        if new {
            self.crates.push(cell);
        }
        new
    }

    /// The root of what was collected.
    fn finish(self) -> Root {
        let mut root = Root {
            size: size_of::<Root>(),
            symbols: Records::EMPTY,
            init: Records::EMPTY,
            shutdown: Records::EMPTY,
            flush: Some(flush),
            log_level: logging::SET_LEVEL,
            problem: Text::EMPTY,
            reserved: [0; 6],
        };
        match (hooks::sort(self.init), hooks::sort(self.shutdown)) {
            (Ok(init), Ok(shutdown)) => {
                root.symbols = Records::new(self.symbols.leak());
                root.init = Records::new(init.leak());
                root.shutdown = Records::new(shutdown.leak());
            }
            (Err(problem), _) | (_, Err(problem)) => root.problem = Text::new(problem.leak()),
        }
        root
    }
}

impl Extend<&'static Registration> for Collector {
    fn extend<I: IntoIterator<Item = &'static Registration>>(&mut self, registrations: I) {
        for registration in registrations {
            match &registration.0 {
                Row::Export(entry) => self.symbols.push(*entry),
                Row::Object(entry, object) => {
                    let address = std::ptr::from_ref(Box::leak(Box::new(object()))).cast();
                    self.symbols.push(SymbolEntry { address, ..*entry });
                }
                Row::Init(entry) => self.init.push(*entry),
                Row::Shutdown(entry) => self.shutdown.push(*entry),
            }
        }
    }
}

/// A plugin crate's root, built when it is first asked for.
#[derive(Debug)]
pub struct RootCell(OnceLock<Root>);

impl RootCell {
    /// Not built yet.
    #[expect(clippy::new_without_default, reason = "for one use, in a static")]
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// The root of `plugin`; `collect` lists the crate's registrations. Null if that panics.
    pub fn get(
        &'static self,
        host: Option<&HostInfo>,
        plugin: &'static str,
        collect: fn(&mut Collector),
    ) -> *const Root {
        let build = || {
            let mut collector = Collector::default();
            collect(&mut collector);
            collector.finish()
        };
        // No panic is expected, and none may leave this binary.
        let get = || {
            guard::report_to(host, plugin);
            guard::install();
            logging::install(host, plugin);
            trace::install(host, plugin);
            std::ptr::from_ref(self.0.get_or_init(build))
        };
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(get)).unwrap_or(std::ptr::null())
    }
}

/// Writes out what this binary's standard output buffers.
extern "C" fn flush() {
    use std::io::Write as _;
    // Nothing can be done about an error, and a panic must not leave.
    let _ = std::panic::catch_unwind(|| std::io::stdout().flush());
}
