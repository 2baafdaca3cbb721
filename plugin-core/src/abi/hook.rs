//! Hooks: what a plugin runs when it is opened and when the host shuts down.

use abi_stable::std_types::{ROption, RString};

use super::{ContextRecord, Outcome, Records, Text, frozen};

/// `Some`: the text of the error that the hook returned.
pub type HookOutcome = Outcome<ROption<RString>>;

/// A hook's shim. The context may be null; otherwise it was made by a host of this framework and lives
/// as long as the process.
pub type HookFn = unsafe extern "C" fn(*const ContextRecord) -> HookOutcome;

/// One `#[init]` or `#[shutdown]` function.
///
/// Lives in the plugin's binary for as long as the process. All fields since ABI 1.0.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct HookEntry {
    /// The function's name.
    pub name: Text,
    /// Package that the function stands in.
    pub package: Text,
    /// File that the function stands in, relative to its package.
    pub file: Text,
    /// Line of the attribute, from 1.
    pub line: u32,
    /// Bits that the host must understand; an unknown one refuses the plugin.
    pub flags: u32,
    /// The module path and name that `after` of other hooks refers to.
    pub path: Text,
    /// Paths of the hooks that run before this one.
    pub after: Records<Text>,
    /// The shim; panics are contained in its outcome.
    pub run: HookFn,
    /// Zero.
    pub reserved: [usize; 3],
}

frozen!(HookEntry: size 128, align 8, {
    name: 0, package: 16, file: 32, line: 48, flags: 52, path: 56, after: 72, run: 96,
    reserved: 104,
});
