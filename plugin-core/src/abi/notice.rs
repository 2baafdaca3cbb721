//! What a plugin tells its host as it happens: panics and log records.

use super::{Text, frozen};
use crate::types::RStr;

/// A panic, as the plugin's panic hook tells it, before anything unwinds.
///
/// Borrowed for the call. All fields since ABI 1.0.
#[repr(C)]
#[derive(Debug)]
pub struct PanicNotice<'a> {
    /// Size of this record in bytes.
    pub size: usize,
    /// Name of the plugin.
    pub plugin: Text,
    /// The message.
    pub message: RStr<'a>,
    /// Name of the thread, as far as the plugin knows it; otherwise empty.
    pub thread: RStr<'a>,
    /// File of the panic; empty if the place is not known.
    pub file: RStr<'a>,
    /// Line of the panic, from 1; 0 if the place is not known.
    pub line: u32,
    /// Column of the panic, from 1; 0 if the place is not known.
    pub column: u32,
    /// Zero.
    pub reserved: [usize; 6],
}

/// Reports a panic on the thread on which it happens. Any thread; does not unwind.
pub type ReportPanicFn = extern "C" fn(&PanicNotice<'_>);

/// Values of [`LogRecord::level`]; a level includes those before it.
pub mod log_level {
    /// No records.
    pub const OFF: u32 = 0;
    /// Errors.
    pub const ERROR: u32 = 1;
    /// Warnings.
    pub const WARN: u32 = 2;
    /// What a user may want to know.
    pub const INFO: u32 = 3;
    /// What a developer may want to know.
    pub const DEBUG: u32 = 4;
    /// Everything.
    pub const TRACE: u32 = 5;
}

/// A log record of a plugin.
///
/// Borrowed for the call. All fields since ABI 1.0.
#[repr(C)]
#[derive(Debug)]
pub struct LogRecord<'a> {
    /// Size of this record in bytes.
    pub size: usize,
    /// A value of [`log_level`].
    pub level: u32,
    /// Line, from 1; 0 if it is not known.
    pub line: u32,
    /// Target.
    pub target: RStr<'a>,
    /// The message, formatted.
    pub message: RStr<'a>,
    /// Path of the module; empty if it is not known.
    pub module: RStr<'a>,
    /// File; empty if it is not known.
    pub file: RStr<'a>,
    /// Name of the plugin.
    pub plugin: Text,
    /// Zero.
    pub reserved: [usize; 4],
}

/// Where a host takes log records. Each function may be called from any thread, and does not unwind.
///
/// Owned by the host, lives as long as the process. All fields since ABI 1.0.
#[repr(C)]
#[derive(Debug)]
pub struct LogSink {
    /// Size of this record in bytes.
    pub size: usize,
    /// The highest [`log_level`] that the host takes at present.
    pub max_level: extern "C" fn() -> u32,
    /// Whether the host takes records of a level and a target.
    pub enabled: extern "C" fn(level: u32, target: RStr<'_>) -> bool,
    /// Takes a record.
    pub log: extern "C" fn(&LogRecord<'_>),
    /// Writes out what the host's logger buffers.
    pub flush: extern "C" fn(),
    /// Zero.
    pub reserved: [usize; 11],
}

frozen!(PanicNotice as PanicNotice<'static>: size 128, align 8, {
    size: 0, plugin: 8, message: 24, thread: 40, file: 56, line: 72, column: 76, reserved: 80,
});
frozen!(LogRecord as LogRecord<'static>: size 128, align 8, {
    size: 0, level: 8, line: 12, target: 16, message: 32, module: 48, file: 64, plugin: 80,
    reserved: 96,
});
frozen!(LogSink: size 128, align 8, {
    size: 0, max_level: 8, enabled: 16, log: 24, flush: 32, reserved: 40,
});
