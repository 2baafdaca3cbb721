//! The record of `#[export]`.
//!
//! Its texts come from the macro as they stand in the file (`plugin-macros/src/note.rs`), in one piece: the
//! compiler's interpreter, which wrote them byte by byte for every export, took longer for that than for all else
//! that is checked of one.

use super::note::NoteHeader;
use super::writer::field_len;
use super::{FIELD_MAX, NOTE_EXPORT, export_tag};

/// The note of an export, as it stands in the file.
#[repr(C, align(4))]
#[derive(Debug)]
pub struct ExportNote<const TEXTS: usize, const PACKAGE: usize, const FILE: usize> {
    header: NoteHeader,
    /// 1. From here on, bytes without padding between them.
    texts: [u8; TEXTS],
    package: Field<PACKAGE>,
    file: Field<FILE>,
    line: Field<4>,
}

impl<const TEXTS: usize, const PACKAGE: usize, const FILE: usize> ExportNote<TEXTS, PACKAGE, FILE> {
    /// Without what pads the note.
    const PAYLOAD_LEN: usize =
        TEXTS + size_of::<Field<PACKAGE>>() + size_of::<Field<FILE>>() + size_of::<Field<4>>();

    /// The note: `texts` is the format of the record and every field but those for `package`, `file` and `line`.
    ///
    /// # Panics
    ///
    /// At compile time, if a text is longer than [`FIELD_MAX`].
    pub const fn new(
        texts: &[u8; TEXTS],
        package: [u8; PACKAGE],
        file: [u8; FILE],
        line: u32,
    ) -> Self {
        assert!(TEXTS <= FIELD_MAX, "name, declaration and documentation are longer than 1 MiB");
        Self {
            header: NoteHeader::new(NOTE_EXPORT, Self::PAYLOAD_LEN),
            texts: *texts,
            package: Field::new(export_tag::PACKAGE, package),
            file: Field::new(export_tag::FILE, file),
            line: Field::new(export_tag::LINE, line.to_le_bytes()),
        }
    }

    /// The payload.
    pub const fn payload(&self) -> &[u8] {
        let note = core::ptr::from_ref(self).cast::<u8>();
        // From the whole, since a pointer to `texts` may reach no further than that.
        // SAFETY: the place of a field of `self`.
        let start = unsafe { note.add(core::mem::offset_of!(Self, texts)) };
        // SAFETY: by 1. these are initialised bytes of `self`, up to the end of `line`.
        unsafe { core::slice::from_raw_parts(start, Self::PAYLOAD_LEN) }
    }
}

/// A field as it stands in the file.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
struct Field<const N: usize> {
    tag: [u8; 2],
    len: [u8; 4],
    bytes: [u8; N],
}

impl<const N: usize> Field<N> {
    const fn new(tag: u16, bytes: [u8; N]) -> Self {
        Self { tag: tag.to_le_bytes(), len: field_len(N), bytes }
    }
}

/// The bytes of a text, of which there are `N`.
///
/// # Panics
///
/// At compile time, if there are not.
pub const fn bytes<const N: usize>(text: &str) -> [u8; N] {
    match text.as_bytes().first_chunk::<N>() {
        Some(bytes) if text.len() == N => *bytes,
        _ => panic!("`N` is the length of the text"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_is_laid_out_field_by_field() {
        const TEXTS: &[u8; 19] = b"\x01\0\x01\0\x01\0\0\0V\x02\0\x04\0\0\0\x03\0\0\0";
        static NOTE: ExportNote<19, 1, 10> = ExportNote::new(TEXTS, *b"p", bytes("src/lib.rs"), 7);
        let expected = [
            &TEXTS[..],
            b"\x03\0\x01\0\0\0p",
            b"\x04\0\x0a\0\0\0src/lib.rs",
            b"\x05\0\x04\0\0\0\x07\0\0\0",
        ]
        .concat();
        assert_eq!(NOTE.payload(), expected);
        assert_eq!(size_of_val(&NOTE), (24 + expected.len()).next_multiple_of(4));
    }
}
