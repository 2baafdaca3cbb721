//! The record of `#[export]`.

use super::note::Note;
use super::writer::{Writer, length};
use super::{NOTE_EXPORT, export_tag};
use crate::plugin::Item;

/// What `#[export]` knows of an item.
#[derive(Clone, Copy, Debug)]
pub struct ExportRecord {
    /// See [`export_tag::KIND`].
    pub kind: u32,
    /// Everything else.
    pub item: Item,
}

impl ExportRecord {
    /// Length of the encoded payload, padded to the alignment of notes.
    pub const fn encoded_len(&self) -> usize {
        self.encode::<0>().padded_len()
    }

    /// The note: `N` is [`encoded_len`](Self::encoded_len).
    ///
    /// # Panics
    ///
    /// At compile time, if `N` is another number or a text is longer than
    /// [`FIELD_MAX`](super::FIELD_MAX).
    pub const fn note<const N: usize>(&self) -> Note<N> {
        Note::new(NOTE_EXPORT, self.encode::<N>().finish())
    }

    const fn encode<const N: usize>(&self) -> Writer<N> {
        let Self { kind, item } = self;
        let mut writer = Writer::new();
        writer.text(export_tag::NAME, item.name);
        writer.field(export_tag::KIND, &kind.to_le_bytes());
        writer.text(export_tag::PACKAGE, item.package);
        writer.text(export_tag::FILE, item.file);
        writer.field(export_tag::LINE, &item.line.to_le_bytes());
        writer.text(export_tag::DECLARATION, item.declaration);
        writer.text(export_tag::DOCS, item.docs);
        let mut index = 0;
        while index < item.meta.len() {
            let (key, value) = (item.meta[index].key.as_str(), item.meta[index].value.as_str());
            let key_len = length(key.len()).to_le_bytes();
            let parts = [&key_len, key.as_bytes(), value.as_bytes()];
            writer.parts(export_tag::META, &parts);
            index += 1;
        }
        writer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::{Meta, Text, symbol_kind};

    #[test]
    fn an_export_is_written_field_by_field() {
        const RECORD: ExportRecord = ExportRecord {
            kind: symbol_kind::VARIABLE,
            item: Item {
                name: "V",
                package: "p",
                file: "src/lib.rs",
                line: 7,
                declaration: "",
                docs: "",
                meta: &[Meta { key: Text::new("k"), value: Text::new("vw") }],
            },
        };
        static NOTE: Note<{ RECORD.encoded_len() }> = RECORD.note();
        let expected = [
            &b"\x01\0"[..],
            b"\x01\0\x01\0\0\0V",
            b"\x02\0\x04\0\0\0\x03\0\0\0",
            b"\x03\0\x01\0\0\0p",
            b"\x04\0\x0a\0\0\0src/lib.rs",
            b"\x05\0\x04\0\0\0\x07\0\0\0",
            b"\x08\0\x07\0\0\0\x01\0\0\0kvw",
        ]
        .concat();
        let payload = NOTE.payload();
        assert_eq!(payload[..expected.len()], expected);
        assert_eq!(payload.len(), expected.len().next_multiple_of(4));
    }
}
