//! The frozen records: every byte that a host and a plugin built by different compilers agree on.
//!
//! Apart from the rest because nothing here may change within an ABI major version. ABI.md states
//! each record field by field; the `frozen!` assertion beside each type makes a change of it
//! fail to compile.

mod callback;
mod context;
mod future;
mod hook;
mod notice;
mod object;
mod outcome;
mod prefix;
mod references;
mod root;
mod slices;
mod symbol;
mod trace;
mod type_info;

pub use callback::{CallbackData, CallbackRecord, CallbackTable};
pub use context::{ContextRecord, OpenFn, OpenReply, OpenedRecord, PathUnit, open_failure};
pub use future::{FutureRecord, FutureTable, WakerData, WakerRecord, WakerTable};
pub use hook::{HookEntry, HookFn, HookOutcome};
pub use notice::{LogRecord, LogSink, PanicNotice, ReportPanicFn, log_level};
pub use object::{FormatFn, ObjectRecord, ObjectTable, method_flags};
pub use outcome::{Outcome, PanicReport};
pub use prefix::{
    ABI_MAJOR, ABI_MINOR, HostInfo, MAGIC, Prefix, PrefixWithRecord, RootFn, target_hash,
};
pub use references::{Readable, References};
pub use root::Root;
pub use slices::{Bytes, Records, Text};
pub use symbol::{Meta, SymbolEntry, name_hash, symbol_kind};
pub use trace::{
    TraceCurrent, TraceField, TraceRecord, TraceSink, TraceSite, TraceState, trace_field,
    trace_interest, trace_kind, trace_parent,
};
pub use type_info::{Argument, Field, TypeFn, TypeInfo, Variant, kind, type_flags};

/// Asserts the size, alignment and field offsets of a frozen record on 64-bit targets, and
/// destructures it exhaustively, so that adding, moving or resizing a field fails to compile here.
macro_rules! frozen {
    ($ty:ident: $($rest:tt)*) => {
        frozen!($ty as $ty: $($rest)*);
    };
    ($ty:ident as $concrete:ty: size $size:literal, align $align:literal,
     { $($field:ident: $offset:literal),+ $(,)? }) => {
        const _: () = {
            type Concrete = $concrete;

            const fn _exhaustive(record: &Concrete) {
                let $ty { $($field: _),+ } = record;
            }

            #[cfg(target_pointer_width = "64")]
            const LAYOUT: () = {
                use core::mem::{align_of, offset_of, size_of};
                assert!(size_of::<Concrete>() == $size);
                assert!(align_of::<Concrete>() == $align);
                $(assert!(offset_of!(Concrete, $field) == $offset);)+
            };
            #[cfg(target_pointer_width = "64")]
            LAYOUT
        };
    };
}
use frozen;

/// Size of a record, for its `u32` field.
#[expect(clippy::cast_possible_truncation, reason = "a record is small")]
const fn record_size<T>() -> u32 {
    size_of::<T>() as u32
}
