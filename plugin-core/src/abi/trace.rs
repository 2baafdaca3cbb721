//! What a plugin tells its host's `tracing` subscriber, and asks of it.

use core::ffi::c_void;
use core::sync::atomic::AtomicU32;

use super::{Records, Text, frozen};
use crate::types::{RSlice, RStr};

/// Values of [`TraceSite::kind`]; one that is not known is read as `EVENT`.
pub mod trace_kind {
    /// A place that makes events.
    pub const EVENT: u32 = 0;
    /// A place that makes spans.
    pub const SPAN: u32 = 1;
    /// A place that only asks whether it would be enabled.
    pub const HINT: u32 = 2;
}

/// Values of [`TraceState::interest`]; one that is not known is read as `SOMETIMES`.
pub mod trace_interest {
    /// Nothing of this place is wanted.
    pub const NEVER: u32 = 0;
    /// The host is to be asked each time.
    pub const SOMETIMES: u32 = 1;
    /// As `SOMETIMES`; the host answers sooner.
    pub const ALWAYS: u32 = 2;
}

/// Values of [`TraceRecord::parent_kind`]; one that is not known is read as `CURRENT`.
pub mod trace_parent {
    /// The span that the thread is in.
    pub const CURRENT: u32 = 0;
    /// None.
    pub const ROOT: u32 = 1;
    /// [`TraceRecord::parent`](super::TraceRecord::parent).
    pub const SPAN: u32 = 2;
}

/// Values of [`TraceField::kind`]; a field of a kind that is not known is skipped.
pub mod trace_field {
    /// `low` is 0 or 1.
    pub const BOOL: u32 = 1;
    /// `low` has the bits.
    pub const I64: u32 = 2;
    /// `low`.
    pub const U64: u32 = 3;
    /// `low` and `high` have the bits.
    pub const I128: u32 = 4;
    /// `low` and `high`.
    pub const U128: u32 = 5;
    /// `low` has the bits.
    pub const F64: u32 = 6;
    /// `text` is the value.
    pub const STR: u32 = 7;
    /// `text` is what the value's `Debug` wrote.
    pub const DEBUG: u32 = 8;
}

/// A place in the source that makes events or spans: a callsite.
///
/// Owned by the binary that it stands in, lives as long as the process; immutable; readable from any
/// thread; its address tells places apart. All fields since ABI 1.0.
#[repr(C)]
#[derive(Debug)]
pub struct TraceSite {
    /// Size of this record in bytes.
    pub size: usize,
    /// A value of [`trace_kind`].
    pub kind: u32,
    /// A value of [`log_level`](super::log_level), 1 to 5.
    pub level: u32,
    /// Line, from 1; 0 if it is not known.
    pub line: u32,
    /// Zero.
    pub padding: u32,
    /// Name of the place.
    pub name: Text,
    /// Target.
    pub target: Text,
    /// Path of the module; empty if it is not known.
    pub module: Text,
    /// File; empty if it is not known.
    pub file: Text,
    /// Names of the fields.
    pub fields: Records<Text>,
    /// Name of the plugin; empty for a place of the host.
    pub plugin: Text,
    /// Zero.
    pub reserved: [usize; 4],
}

/// What a host makes of a [`TraceSite`].
///
/// Owned by the host, lives as long as the process; readable from any thread. All fields since ABI 1.0.
#[repr(C)]
#[derive(Debug)]
pub struct TraceState {
    /// Size of this record in bytes.
    pub size: usize,
    /// The host's own, for the functions of [`TraceSink`].
    pub data: *const c_void,
    /// A value of [`trace_interest`], which the host may change at any time.
    pub interest: AtomicU32,
    /// Zero.
    pub padding: u32,
    /// Zero.
    pub reserved: [usize; 1],
}

// SAFETY: what `data` points to is used by the host's functions alone, which any thread may call; the
// rest is immutable or atomic.
unsafe impl Send for TraceState {}
// SAFETY: as above.
unsafe impl Sync for TraceState {}

/// A value of an event or a span. Borrowed for the call. All fields since ABI 1.0.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct TraceField<'a> {
    /// Which of the fields of its place.
    pub index: u32,
    /// A value of [`trace_field`].
    pub kind: u32,
    /// The value, or its lower half.
    pub low: u64,
    /// Upper half of the value.
    pub high: u64,
    /// The value as text.
    pub text: RStr<'a>,
}

/// An event, or the beginning of a span. Borrowed for the call. All fields since ABI 1.0.
#[repr(C)]
#[derive(Debug)]
pub struct TraceRecord<'a> {
    /// Size of this record in bytes.
    pub size: usize,
    /// [`TraceState::data`] of its place.
    pub site: *const c_void,
    /// A span, if `parent_kind` says so.
    pub parent: u64,
    /// A value of [`trace_parent`].
    pub parent_kind: u32,
    /// Zero.
    pub padding: u32,
    /// The values; at most one for each field.
    pub fields: RSlice<'a, TraceField<'a>>,
    /// Zero.
    pub reserved: [usize; 4],
}

/// The span that a thread is in. All fields since ABI 1.0.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct TraceCurrent {
    /// The span, uncounted: it is valid until the thread asks again, unless it is cloned. 0: none.
    pub span: u64,
    /// Its place, in whichever binary; null if there is no span.
    pub site: Option<&'static TraceSite>,
}

/// A host's `tracing` subscriber. Each function may be called from any thread, and does not unwind.
///
/// Spans are numbers that the host gives out and checks: one that it does not know is ignored. A span is
/// counted: `new_span` makes one with a count of 1, `clone_span` adds one and `close` takes one away.
///
/// Owned by the host, lives as long as the process. All fields since ABI 1.0.
#[repr(C)]
#[derive(Debug)]
pub struct TraceSink {
    /// Size of this record in bytes.
    pub size: usize,
    /// Tells of a place; the same answer for the same place. Null: nothing of it is wanted.
    pub register: extern "C" fn(&'static TraceSite) -> Option<&'static TraceState>,
    /// Whether something of a place, [`TraceState::data`], is wanted on this thread.
    pub enabled: unsafe extern "C" fn(site: *const c_void) -> bool,
    /// Takes an event.
    pub event: unsafe extern "C" fn(&TraceRecord<'_>),
    /// Makes a span; 0 if that failed.
    pub new_span: unsafe extern "C" fn(&TraceRecord<'_>) -> u64,
    /// Adds values to a span.
    pub record: extern "C" fn(span: u64, fields: RSlice<'_, TraceField<'_>>),
    /// Says that a span follows from another.
    pub follows_from: extern "C" fn(span: u64, follows: u64),
    /// This thread enters a span.
    pub enter: extern "C" fn(span: u64),
    /// This thread leaves a span.
    pub exit: extern "C" fn(span: u64),
    /// Counts a span once more; the result is used instead of the argument.
    pub clone_span: extern "C" fn(span: u64) -> u64,
    /// Counts a span once less; whether that ended it.
    pub close: extern "C" fn(span: u64) -> bool,
    /// The span that this thread is in.
    pub current: extern "C" fn() -> TraceCurrent,
    /// Zero.
    pub reserved: [usize; 8],
}

frozen!(TraceSite: size 160, align 8, {
    size: 0, kind: 8, level: 12, line: 16, padding: 20, name: 24, target: 40, module: 56, file: 72,
    fields: 88, plugin: 112, reserved: 128,
});
frozen!(TraceState: size 32, align 8, { size: 0, data: 8, interest: 16, padding: 20, reserved: 24 });
frozen!(TraceField as TraceField<'static>: size 40, align 8, {
    index: 0, kind: 4, low: 8, high: 16, text: 24,
});
frozen!(TraceRecord as TraceRecord<'static>: size 80, align 8, {
    size: 0, site: 8, parent: 16, parent_kind: 24, padding: 28, fields: 32, reserved: 48,
});
frozen!(TraceCurrent: size 16, align 8, { span: 0, site: 8 });
frozen!(TraceSink: size 160, align 8, {
    size: 0, register: 8, enabled: 16, event: 24, new_span: 32, record: 40, follows_from: 48, enter: 56,
    exit: 64, clone_span: 72, close: 80, current: 88, reserved: 96,
});
