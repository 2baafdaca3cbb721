//! The values of an event or a span, as they cross.

use std::fmt::{self, Write as _};
use std::ops::Range;

use tracing_core::Field;
use tracing_core::field::Visit;

use crate::abi::{TraceField, trace_field};

/// Values, copied: a visitor is not given them for longer than a call.
#[derive(Default)]
pub(super) struct Values {
    values: Vec<Value>,
    /// The texts of all values, one after another.
    text: String,
}

struct Value {
    index: usize,
    kind: u32,
    bits: u128,
    text: Range<usize>,
}

impl Values {
    /// What `record` tells a visitor.
    pub(super) fn of(record: impl FnOnce(&mut dyn Visit)) -> Self {
        let mut values = Self::default();
        record(&mut values);
        values
    }

    #[expect(clippy::cast_possible_truncation, reason = "the halves, and a number of fields")]
    pub(super) fn fields(&self) -> Vec<TraceField<'_>> {
        let field = |value: &Value| TraceField {
            index: value.index as u32,
            kind: value.kind,
            low: value.bits as u64,
            high: (value.bits >> 64) as u64,
            text: self.text[value.text.clone()].into(),
        };
        self.values.iter().map(field).collect()
    }

    fn push(&mut self, field: &Field, kind: u32, bits: u128) {
        self.values.push(Value { index: field.index(), kind, bits, text: 0..0 });
    }

    fn push_text(&mut self, field: &Field, kind: u32, start: usize) {
        let text = start..self.text.len();
        self.values.push(Value { index: field.index(), kind, bits: 0, text });
    }
}

impl Visit for Values {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.push(field, trace_field::F64, value.to_bits().into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.push(field, trace_field::I64, u64::from_ne_bytes(value.to_ne_bytes()).into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.push(field, trace_field::U64, value.into());
    }

    fn record_i128(&mut self, field: &Field, value: i128) {
        self.push(field, trace_field::I128, u128::from_ne_bytes(value.to_ne_bytes()));
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.push(field, trace_field::U128, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.push(field, trace_field::BOOL, value.into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        let start = self.text.len();
        self.text.push_str(value);
        self.push_text(field, trace_field::STR, start);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let start = self.text.len();
        // What was written before it failed is better than nothing.
        let _ = write!(self.text, "{value:?}");
        self.push_text(field, trace_field::DEBUG, start);
    }
}
