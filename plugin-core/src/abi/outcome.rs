//! What a guarded call returns: the value, or the report of the panic that ended it.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::frozen;

/// Result of a guarded call, returned by value: two registers for word-sized results where the
/// platform's C convention allows it.
///
/// All fields since ABI 1.0.
#[repr(C)]
#[must_use]
#[derive(Debug)]
pub struct Outcome<R> {
    /// Null: the call returned and `value` is initialised. Otherwise the caller owns the report and
    /// frees it with [`PanicReport::free`], on any thread; `value` is uninitialised.
    pub panic: *mut PanicReport,
    /// The result, owned by the caller.
    pub value: MaybeUninit<R>,
}

impl<R> Outcome<R> {
    /// The call returned.
    pub const fn returned(value: R) -> Self {
        Self { panic: core::ptr::null_mut(), value: MaybeUninit::new(value) }
    }

    /// The call panicked.
    pub const fn panicked(report: *mut PanicReport) -> Self {
        Self { panic: report, value: MaybeUninit::uninit() }
    }
}

/// A panic, as text made by the binary in which it happened.
///
/// Allocated by that binary, owned by whoever holds the pointer. All fields since ABI 1.0.
#[repr(C)]
#[derive(Debug)]
pub struct PanicReport {
    /// Size of this record in bytes.
    pub size: usize,
    /// Frees the record and its texts; called once, on any thread.
    pub free: unsafe extern "C" fn(*mut PanicReport),
    /// The message: UTF-8.
    pub message: *const u8,
    /// Length of the message in bytes.
    pub message_len: usize,
    /// File of the panic: UTF-8; empty when the location is not known.
    pub file: *const u8,
    /// Length of the file's name in bytes.
    pub file_len: usize,
    /// Line of the panic, from 1; 0 when the location is not known.
    pub line: u32,
    /// Column of the panic, from 1; 0 when the location is not known.
    pub column: u32,
    /// Zero.
    pub reserved: [*mut c_void; 4],
}

frozen!(Outcome as Outcome<u64>: size 16, align 8, { panic: 0, value: 8 });
frozen!(PanicReport: size 88, align 8, {
    size: 0, free: 8, message: 16, message_len: 24, file: 32, file_len: 40, line: 48, column: 52,
    reserved: 56,
});
