//! The values of an event or a span of a plugin, as this program's subscriber visits them.

use std::fmt;

use plugin_core::abi::{TraceField, trace_field};
use tracing_core::Metadata;
use tracing_core::field::{DebugValue, Field, Value, ValueSet, debug};

enum Held<'a> {
    Bool(bool),
    I64(i64),
    U64(u64),
    I128(i128),
    U128(u128),
    F64(f64),
    Str(&'a str),
    Debug(DebugValue<Written<'a>>),
}

/// Text that is what a value's `Debug` wrote.
struct Written<'a>(&'a str);

impl fmt::Debug for Written<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl<'a> Held<'a> {
    /// Nothing if it is of a kind that is not known.
    fn new(field: &TraceField<'a>) -> Option<Self> {
        let wide = u128::from(field.high) << 64 | u128::from(field.low);
        Some(match field.kind {
            trace_field::BOOL => Self::Bool(field.low != 0),
            trace_field::I64 => Self::I64(field.low.cast_signed()),
            trace_field::U64 => Self::U64(field.low),
            trace_field::I128 => Self::I128(wide.cast_signed()),
            trace_field::U128 => Self::U128(wide),
            trace_field::F64 => Self::F64(f64::from_bits(field.low)),
            trace_field::STR => Self::Str(field.text.as_str()),
            trace_field::DEBUG => Self::Debug(debug(Written(field.text.as_str()))),
            _ => return None,
        })
    }

    fn value(&self) -> &dyn Value {
        match self {
            Self::Bool(value) => value,
            Self::I64(value) => value,
            Self::U64(value) => value,
            Self::I128(value) => value,
            Self::U128(value) => value,
            Self::F64(value) => value,
            Self::Str(value) => value,
            Self::Debug(value) => value,
        }
    }
}

/// Calls `call` with the values of `fields`, which are of `metadata`.
pub(super) fn with<R>(
    metadata: &'static Metadata<'static>,
    fields: &[TraceField<'_>],
    call: impl FnOnce(&ValueSet<'_>) -> R,
) -> R {
    let all: Vec<Field> = metadata.fields().iter().collect();
    let held: Vec<(&Field, Held<'_>)> = fields
        .iter()
        .filter_map(|field| Some((all.get(field.index as usize)?, Held::new(field)?)))
        .collect();
    match held.len() {
        0 => call(&metadata.fields().value_set(&[])),
        1..=4 => with_up_to::<4, R>(metadata, &held, call),
        5..=32 => with_up_to::<32, R>(metadata, &held, call),
        // More than anyone has had.
        _ => with_up_to::<256, R>(metadata, &held, call),
    }
}

/// `tracing-core` takes arrays alone; the rest of one is fields without a value.
fn with_up_to<const N: usize, R>(
    metadata: &'static Metadata<'static>,
    held: &[(&Field, Held<'_>)],
    call: impl FnOnce(&ValueSet<'_>) -> R,
) -> R {
    let mut values: [(&Field, Option<&dyn Value>); N] = [(held[0].0, None); N];
    for (place, (field, held)) in values.iter_mut().zip(held) {
        *place = (field, Some(held.value()));
    }
    call(&metadata.fields().value_set(&values))
}
