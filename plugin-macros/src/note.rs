//! The record of an export, as it stands in the file: what of `plugin_core::manifest`'s is known where the attribute
//! is expanded.
//!
//! Here, and not in `plugin-core`, which says of the format what a reader has to know: bytes that the macro hands
//! over cost the compiler nothing, those that a constant function writes most of the time of an export.

use proc_macro2::Literal;

/// Version of the record format.
const FORMAT: u16 = 1;

/// Longest field that a reader takes; all of a record has less room here.
pub(crate) const FIELD_MAX: usize = 1 << 20;

/// What an export is, as the reader of its note knows it.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Function = 1,
    RawFunction = 2,
    Variable = 3,
    Object = 4,
}

/// Writes fields.
pub(crate) struct Texts {
    bytes: Vec<u8>,
}

impl Texts {
    /// Format, name and kind.
    pub(crate) fn new(name: &str, kind: Kind) -> Self {
        let mut texts = Self { bytes: FORMAT.to_le_bytes().into() };
        texts.text(1, name);
        texts.field(2, &[&(kind as u32).to_le_bytes()]);
        texts
    }

    /// The item as written.
    pub(crate) fn declaration(&mut self, declaration: &str) {
        self.text(6, declaration);
    }

    /// Its documentation.
    pub(crate) fn docs(&mut self, docs: &str) {
        self.text(7, docs);
    }

    /// One `"key" = "value"`.
    pub(crate) fn meta(&mut self, key: &str, value: &str) {
        self.field(8, &[&length(key.len()), key.as_bytes(), value.as_bytes()]);
    }

    /// Where it stands.
    pub(crate) fn place(&mut self, package: &str, file: &str, line: u32) {
        self.text(3, package);
        self.text(4, file);
        self.field(5, &[&line.to_le_bytes()]);
    }

    /// A text, unless it is empty.
    fn text(&mut self, tag: u16, text: &str) {
        if !text.is_empty() {
            self.field(tag, &[text.as_bytes()]);
        }
    }

    fn field(&mut self, tag: u16, parts: &[&[u8]]) {
        self.bytes.extend(tag.to_le_bytes());
        self.bytes.extend(length(parts.iter().map(|part| part.len()).sum()));
        self.bytes.extend(parts.iter().copied().flatten());
    }

    /// How many bytes.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// How many bytes, and a reference to them.
    pub(crate) fn finish(self) -> (Literal, Literal) {
        (Literal::usize_unsuffixed(self.bytes.len()), Literal::byte_string(&self.bytes))
    }
}

/// A length as it is written; the reader refuses what is longer than it takes.
fn length(len: usize) -> [u8; 4] {
    u32::try_from(len).unwrap_or(u32::MAX).to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_written_field_by_field_and_empty_ones_left_out() {
        let mut texts = Texts::new("V", Kind::Variable);
        texts.declaration("static V: u8");
        texts.docs("");
        texts.meta("k", "vw");
        texts.meta("", "");
        texts.place("p", "src/lib.rs", 7);
        let expected = [
            &b"\x01\0"[..],
            b"\x01\0\x01\0\0\0V",
            b"\x02\0\x04\0\0\0\x03\0\0\0",
            b"\x06\0\x0c\0\0\0static V: u8",
            b"\x08\0\x07\0\0\0\x01\0\0\0kvw",
            b"\x08\0\x04\0\0\0\0\0\0\0",
            b"\x03\0\x01\0\0\0p",
            b"\x04\0\x0a\0\0\0src/lib.rs",
            b"\x05\0\x04\0\0\0\x07\0\0\0",
        ]
        .concat();
        assert_eq!(texts.bytes, expected);
        assert_eq!(texts.finish().0.to_string(), expected.len().to_string());
    }
}
