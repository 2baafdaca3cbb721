//! The root module: everything a plugin offers, as tables.

use super::{HookEntry, Records, References, SymbolEntry, frozen};

/// What [`Prefix::root`](super::Prefix::root) returns.
///
/// Lives in the plugin's binary for as long as the process; immutable; readable from any thread.
/// A host requires the size of ABI 1.0; what is appended later it reads only if `size` covers it. All
/// fields since ABI 1.0.
#[repr(C)]
#[derive(Debug)]
pub struct Root {
    /// Size of this record in bytes.
    pub size: usize,
    /// What the plugin exports, in no promised order.
    pub symbols: References<SymbolEntry>,
    /// Hooks that run once, in the first `open`, in this order.
    pub init: Records<HookEntry>,
    /// Hooks that run once, at shutdown, in this order.
    pub shutdown: Records<HookEntry>,
    /// Writes out what the plugin's standard output still buffers. Any thread. `None`: nothing to do.
    pub flush: Option<extern "C" fn()>,
    /// Tells the plugin the highest [`log_level`](super::log_level) that its host takes from now on. Any
    /// thread. `None`: its records do not go to the host.
    pub log_level: Option<extern "C" fn(u32)>,
    /// Why the tables above are empty although the plugin has entries: hooks that wait for each
    /// other, for instance. Empty: no problem.
    pub problem: super::Text,
    /// Zero.
    pub reserved: [usize; 6],
}

frozen!(Root: size 160, align 8, {
    size: 0, symbols: 8, init: 32, shutdown: 56, flush: 80, log_level: 88, problem: 96,
    reserved: 112,
});
