//! The plugin's side: from what the macros register to the root that a host reads.
//!
//! Apart from the table because a plugin only lists what it has; whoever looks, checks.

mod export;
mod hooks;
mod registration;

pub use export::Item;
pub use hooks::{Hook, HookResult};
use registration::Row;
pub use registration::{Registration, Rows};

use std::cell::UnsafeCell;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};

use crate::abi::{HostInfo, Prefix, Records, References, Root, SymbolEntry, Text};
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
    pub fn symbols(&self) -> References<SymbolEntry> {
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

/// The plugin crates whose registrations are a plugin's: its own, and those that it includes.
#[derive(Debug, Default)]
pub struct Collector {
    crates: Few<&'static RootCell>,
    /// Of the binaries that these crates are in.
    rows: Few<Rows>,
}

impl Collector {
    /// Whether the crate with this cell, in the binary with these rows, is new; one may be included along two ways.
    pub fn enter(&mut self, cell: &'static RootCell, rows: Rows) -> bool {
        let new = !self.has(cell);
        if new {
            self.crates.push(cell);
            if !self.rows.iter().any(|known| known.is(rows)) {
                self.rows.push(rows);
            }
        }
        new
    }

    fn has(&self, cell: &'static RootCell) -> bool {
        self.crates.iter().any(|known| ptr::eq(*known, cell))
    }

    /// The root of a plugin that is one binary in which there is nothing but its exports.
    fn plain(&self) -> Option<Root> {
        let rows = self.rows.only()?.side_by_side()?;
        let export = |row: &'static Registration| match &row.row {
            Row::Export(entry) if self.has(row.plugin) => Some(entry),
            _ => None,
        };
        Some(Root { symbols: References::in_each(rows, export)?, ..EMPTY })
    }

    /// The root of what these crates registered.
    #[cold]
    fn finish(self) -> Root {
        let registrations = self.rows.iter().flat_map(|rows| rows.iter());
        let most = self.rows.iter().map(|rows| rows.iter().size_hint().0).sum();
        let mut symbols = Vec::with_capacity(most);
        let (mut init, mut shutdown) = (Vec::new(), Vec::new());
        for registration in registrations {
            if !self.has(registration.plugin) {
                continue;
            }
            match &registration.row {
                Row::Export(entry) => symbols.push(entry),
                Row::Object(entry, object) => {
                    let address = ptr::from_ref(Box::leak(Box::new(object()))).cast();
                    symbols.push(Box::leak(Box::new(SymbolEntry { address, ..*entry })));
                }
                Row::Init(entry) => init.push(*entry),
                Row::Shutdown(entry) => shutdown.push(*entry),
            }
        }
        match (hooks::sort(init), hooks::sort(shutdown)) {
            (Ok(init), Ok(shutdown)) => Root {
                symbols: References::new(Box::leak(symbols.into_boxed_slice())),
                init: Records::new(init.leak()),
                shutdown: Records::new(shutdown.leak()),
                ..EMPTY
            },
            (Err(problem), _) | (_, Err(problem)) => {
                Root { problem: Text::new(problem.leak()), ..EMPTY }
            }
        }
    }
}

/// The root of a plugin without anything.
const EMPTY: Root = Root {
    size: size_of::<Root>(),
    symbols: References::EMPTY,
    init: Records::EMPTY,
    shutdown: Records::EMPTY,
    flush: Some(flush),
    log_level: logging::SET_LEVEL,
    problem: Text::EMPTY,
    reserved: [0; 6],
};

/// A list, mostly of one, which allocates nothing then.
#[derive(Debug)]
struct Few<T> {
    first: Option<T>,
    more: Vec<T>,
}

impl<T> Default for Few<T> {
    fn default() -> Self {
        Self { first: None, more: Vec::new() }
    }
}

impl<T: Copy> Few<T> {
    fn push(&mut self, item: T) {
        match self.first {
            None => self.first = Some(item),
            Some(_) => self.more.push(item),
        }
    }

    fn iter(&self) -> impl Iterator<Item = &T> {
        self.first.iter().chain(&self.more)
    }

    /// The first, if it is the only one.
    fn only(&self) -> Option<T> {
        self.first.filter(|_| self.more.is_empty())
    }
}

/// A plugin crate's root, built when it is first asked for.
///
/// No cell of the standard library, and nothing allocated where that can be: all of a plugin's code is cold when its
/// root is built, so that each line of it that runs is read from memory first, and the page that it is on is mapped.
#[derive(Debug)]
pub struct RootCell {
    built: AtomicPtr<Root>,
    /// Whether `place` is somebody's.
    taken: AtomicBool,
    place: UnsafeCell<MaybeUninit<Root>>,
}

// SAFETY: `place` is written to by the one thread that took it, and read through `built` alone, which points to it once
// it is written and never changed again.
unsafe impl Sync for RootCell {}

impl RootCell {
    /// Not built yet.
    #[expect(clippy::new_without_default, reason = "for one use, in a static")]
    pub const fn new() -> Self {
        Self {
            built: AtomicPtr::new(ptr::null_mut()),
            taken: AtomicBool::new(false),
            place: UnsafeCell::new(MaybeUninit::uninit()),
        }
    }

    /// The root of `plugin`; `collect` lists the crate's registrations. Null if that panics.
    pub fn get(
        &'static self,
        host: Option<&HostInfo>,
        plugin: &'static &'static str,
        collect: fn(&mut Collector),
    ) -> *const Root {
        // No panic is expected, and none may leave this binary.
        let get = || {
            guard::report_to(host, plugin);
            logging::install(host, plugin);
            trace::install(host, plugin);
            match self.built.load(Ordering::Acquire) {
                built if built.is_null() => self.build(collect),
                built => built,
            }
        };
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(get))
            .map_or(ptr::null(), <*mut _>::cast_const)
    }

    /// Builds the root, unless another thread is faster.
    fn build(&'static self, collect: fn(&mut Collector)) -> *mut Root {
        let mut collector = Collector::default();
        collect(&mut collector);
        let root = match collector.plain() {
            Some(root) if !self.taken.swap(true, Ordering::Relaxed) => {
                // SAFETY: it is this thread's alone, which took it, and nobody reads it: `built` is null or points
                // elsewhere.
                unsafe { &mut *self.place.get() }.write(root)
            }
            _ => Box::leak(Box::new(collector.finish())),
        };
        let built =
            self.built.compare_exchange(ptr::null_mut(), root, Ordering::AcqRel, Ordering::Acquire);
        match built {
            Ok(_) => root,
            // What this one lists stays as well: objects may be shared by both.
            Err(faster) => faster,
        }
    }
}

/// Writes out what this binary's standard output buffers.
extern "C" fn flush() {
    use std::io::Write as _;
    // Nothing can be done about an error, and a panic must not leave.
    let _ = std::panic::catch_unwind(|| std::io::stdout().flush());
}
