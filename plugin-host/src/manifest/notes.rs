//! Notes: finds the records in the bytes of a segment or section.

use plugin_core::manifest::{NOTE_EXPORT, NOTE_NAME, NOTE_PLUGIN};

use super::RecordError;

/// Bytes of a file that may hold notes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chunk<'a> {
    /// Position in the file.
    pub(crate) offset: u64,
    pub(crate) bytes: &'a [u8],
    /// Alignment of the notes: 4 or 8.
    pub(crate) align: usize,
    pub(crate) little_endian: bool,
    /// Whether zeros may stand between the notes, as linkers put them where they do not know notes.
    pub(crate) padded: bool,
}

/// The records of a file.
#[derive(Debug, Default)]
pub(crate) struct Records<'a> {
    /// One for each plugin crate that is linked into it.
    pub(crate) plugins: Vec<Record<'a>>,
    /// One for each of their exports.
    pub(crate) exports: Vec<Record<'a>>,
}

/// The payload of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Record<'a> {
    /// Position in the file.
    pub(crate) offset: u64,
    pub(crate) payload: &'a [u8],
}

/// Sizes of name and payload, and the type.
const HEADER: usize = 12;

/// How long a note of ours is before its payload.
pub(crate) const NOTE_START: u64 = (HEADER + NOTE_NAME.len()) as u64;

/// Collects the records of a chunk.
///
/// Notes of others are skipped, and where they make no sense the search ends: they are not ours to
/// complain about. A fault in a note of ours is an error at its position in the file.
pub(crate) fn records<'a>(
    chunk: Chunk<'a>,
    records: &mut Records<'a>,
) -> Result<(), (u64, RecordError)> {
    let Chunk { offset, bytes, align, .. } = chunk;
    let mut position = 0;
    while let Some(header) = bytes.get(position..).and_then(<[u8]>::first_chunk::<HEADER>) {
        let [name_len, payload_len, kind] = chunk.words(header);
        if chunk.padded && name_len == 0 {
            position += 4;
            continue;
        }
        let name_start = position + HEADER;
        let Some(name) = part(bytes, name_start, name_len) else { return Ok(()) };
        let payload_start = (name_start + name.len()).next_multiple_of(align);
        let payload = part(bytes, payload_start, payload_len);
        let ours = name == NOTE_NAME;
        let Some(payload) = payload else {
            if !ours {
                return Ok(());
            }
            let reason = "a note ends after the end of its section".to_owned();
            let at = offset.saturating_add(position as u64);
            return Err((at, RecordError::Bad { offset: 0, reason }));
        };
        if ours {
            let record = Record { offset: offset.saturating_add(payload_start as u64), payload };
            match kind {
                NOTE_PLUGIN => records.plugins.push(record),
                NOTE_EXPORT => records.exports.push(record),
                // Of a kind that a newer version adds.
                _ => {}
            }
        }
        position = (payload_start + payload.len()).next_multiple_of(align);
    }
    Ok(())
}

/// Whether the first note is of a plugin, as far as the chunk goes.
pub(crate) fn starts_with_plugin(chunk: &Chunk<'_>) -> bool {
    chunk.bytes.split_first_chunk::<HEADER>().is_some_and(|(header, rest)| {
        let [name_len, _, kind] = chunk.words(header);
        name_len as usize == NOTE_NAME.len() && kind == NOTE_PLUGIN && rest.starts_with(&NOTE_NAME)
    })
}

impl Chunk<'_> {
    fn words(&self, header: &[u8; HEADER]) -> [u32; 3] {
        let read = if self.little_endian { u32::from_le_bytes } else { u32::from_be_bytes };
        let (words, _) = header.as_chunks::<4>();
        std::array::from_fn(|index| read(words[index]))
    }
}

/// `len` bytes from `start` on, if they are there.
fn part(bytes: &[u8], start: usize, len: u32) -> Option<&[u8]> {
    let len = usize::try_from(len).ok()?;
    bytes.get(start..start.checked_add(len)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::tests::note;

    fn chunk(bytes: &[u8]) -> Chunk<'_> {
        Chunk { offset: 1000, bytes, align: 4, little_endian: true, padded: false }
    }

    fn found(chunk: Chunk<'_>) -> Vec<Record<'_>> {
        let mut found = Records::default();
        records(chunk, &mut found).unwrap();
        found.plugins
    }

    #[test]
    fn our_notes_are_found_among_others() {
        let bytes = [
            note(b"GNU\0", 3, b"12345"),
            note(&NOTE_NAME, NOTE_PLUGIN, b"ours"),
            note(&NOTE_NAME, 77, b"something"),
            note(&NOTE_NAME, NOTE_PLUGIN, b"more"),
        ];
        let records = found(chunk(&bytes.concat())).iter().map(|it| it.offset).collect::<Vec<_>>();
        assert_eq!(records, [1000 + 24 + 24, 1000 + 24 + 28 + 36 + 24]);
    }

    #[test]
    fn notes_of_other_byte_order_and_alignment_are_found() {
        let mut big = note(&NOTE_NAME, NOTE_PLUGIN, b"ours");
        for word in big[..12].chunks_mut(4) {
            word.reverse();
        }
        assert_eq!(found(Chunk { little_endian: false, ..chunk(&big) })[0].payload, b"ours");
        let mut wide = note(b"GNU\0", 5, b"1234");
        wide.extend([0; 4]);
        wide.extend(note(&NOTE_NAME, NOTE_PLUGIN, b"ours"));
        assert_eq!(found(Chunk { align: 8, ..chunk(&wide) })[0].payload, b"ours");
    }

    #[test]
    fn zeros_between_notes_are_skipped_where_they_may_stand() {
        let ours = note(&NOTE_NAME, NOTE_PLUGIN, b"ours");
        let bytes = [&[0; 8][..], &ours, &[0; 20], &ours, &[0; 7]].concat();
        assert_eq!(found(Chunk { padded: true, ..chunk(&bytes) }).len(), 2);
    }

    #[test]
    fn every_truncation_ends_the_search() {
        let bytes = [note(b"GNU\0", 3, b"1234"), note(&NOTE_NAME, NOTE_PLUGIN, b"ours")].concat();
        for len in 0..bytes.len() {
            let mut found = Records::default();
            let result = records(chunk(&bytes[..len]), &mut found);
            assert!(found.plugins.is_empty());
            // Where our name can be read, the fault is ours.
            assert_eq!(result.is_err(), len >= 20 + 24, "{len}");
        }
    }

    #[test]
    fn lengths_without_end_end_the_search() {
        let mut bytes = note(&NOTE_NAME, NOTE_PLUGIN, b"ours");
        bytes[..4].fill(0xff);
        assert!(found(chunk(&bytes)).is_empty());
        bytes[..4].copy_from_slice(&12u32.to_le_bytes());
        bytes[4..8].fill(0xff);
        let (offset, error) = records(chunk(&bytes), &mut Records::default()).unwrap_err();
        assert_eq!(offset, 1000);
        assert!(matches!(error, RecordError::Bad { offset: 0, .. }));
    }
}
