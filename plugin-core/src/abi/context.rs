//! What a host gives the plugins that it opens: the way back.

use core::ffi::c_void;

use super::{Outcome, Records, References, SymbolEntry, Text, frozen};
use crate::error::Error;
use crate::types::PathBytes;

/// A unit of a path: a byte on Unix, 16 bits on Windows.
#[cfg(unix)]
pub type PathUnit = u8;
/// A unit of a path: a byte on Unix, 16 bits on Windows.
#[cfg(windows)]
pub type PathUnit = u16;

/// What a hook gets of its host.
///
/// Owned by the host, lives as long as the process; immutable; readable from any thread. A plugin
/// requires the size of ABI 1.0. All fields since ABI 1.0.
#[repr(C)]
#[derive(Debug)]
pub struct ContextRecord {
    /// Size of this record in bytes.
    pub size: usize,
    /// What the host is called in messages.
    pub host: Text,
    /// What the host offers this plugin, in no promised order; no name twice.
    pub symbols: References<SymbolEntry>,
    /// The plugin that the context was made for. Not null.
    pub plugin: Option<&'static OpenedRecord>,
    /// The host's own, for the functions below.
    pub data: *const c_void,
    /// Opens another plugin. `None`: this host opens none.
    pub open: Option<OpenFn>,
    /// Zero.
    pub reserved: [usize; 7],
}

// SAFETY: the record is immutable, and what `data` points to is used by the host's functions alone,
// which any thread may call.
unsafe impl Send for ContextRecord {}
// SAFETY: as above.
unsafe impl Sync for ContextRecord {}

/// Opens the plugin in a file on behalf of the plugin whose context holds the first argument. Any
/// thread, at any time.
pub type OpenFn = unsafe extern "C" fn(data: *const c_void, path: PathBytes) -> Outcome<OpenReply>;

/// What became of an [`OpenFn`]; owned by the caller.
#[repr(C)]
#[derive(Debug)]
pub struct OpenReply {
    /// The plugin; null if it did not open.
    pub plugin: Option<&'static OpenedRecord>,
    /// A value of [`open_failure`]; zero if it did.
    pub kind: u32,
    /// Zero.
    pub padding: u32,
    /// What the host says of the failure; empty if there is none.
    pub error: Error,
}

/// Values of [`OpenReply::kind`]; one that is not known is read as `OTHER`.
pub mod open_failure {
    /// None of the others.
    pub const OTHER: u32 = 0;
    /// There is no such file.
    pub const NOT_FOUND: u32 = 1;
    /// What the path names is not a plugin, or is damaged or cannot be read.
    pub const NOT_A_PLUGIN: u32 = 2;
    /// The plugin is for another system, application or host.
    pub const INCOMPATIBLE: u32 = 3;
    /// The system's loader refused it.
    pub const NOT_LOADED: u32 = 4;
    /// Its init hook failed.
    pub const INIT: u32 = 5;
    /// The open would wait for itself.
    pub const CIRCULAR: u32 = 6;
    /// Another file with its name is open, or the file was replaced.
    pub const ALREADY_LOADED: u32 = 7;
    /// The host's settings refuse it.
    pub const REFUSED: u32 = 8;
}

/// A plugin that is open, as its host describes it to other plugins.
///
/// Owned by the host, lives as long as the process; immutable; readable from any thread; one for each
/// plugin, so that its address tells plugins apart. All fields since ABI 1.0.
#[repr(C)]
#[derive(Debug)]
pub struct OpenedRecord {
    /// Size of this record in bytes.
    pub size: usize,
    /// Name of the plugin.
    pub name: Text,
    /// Version of the plugin; may be empty.
    pub version: Text,
    /// The file that it was loaded from; empty for a plugin that is linked into the host.
    pub path: Records<PathUnit>,
    /// What it exports, in no promised order; no name twice.
    pub symbols: References<SymbolEntry>,
    /// Zero.
    pub reserved: [usize; 5],
}

frozen!(ContextRecord: size 128, align 8, {
    size: 0, host: 8, symbols: 24, plugin: 48, data: 56, open: 64, reserved: 72,
});
frozen!(OpenReply: size 80, align 8, { plugin: 0, kind: 8, padding: 12, error: 16 });
frozen!(OpenedRecord: size 128, align 8, {
    size: 0, name: 8, version: 24, path: 40, symbols: 64, reserved: 88,
});
