//! Writes the payload of a record, at compile time.

use super::{FIELD_MAX, FORMAT};

/// Writes into `N` bytes; with `N = 0` it only measures.
pub(super) struct Writer<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> Writer<N> {
    /// A payload that holds the format alone.
    pub(super) const fn new() -> Self {
        let mut writer = Self { bytes: [0; N], len: 0 };
        writer.put(&FORMAT.to_le_bytes());
        writer
    }

    /// The length of what was written, padded to the alignment of notes.
    pub(super) const fn padded_len(&self) -> usize {
        self.len.next_multiple_of(4)
    }

    /// The payload, padded with zeros.
    pub(super) const fn finish(self) -> [u8; N] {
        assert!(self.padded_len() == N);
        self.bytes
    }

    pub(super) const fn field(&mut self, tag: u16, bytes: &[u8]) {
        let [t0, t1] = tag.to_le_bytes();
        let [l0, l1, l2, l3] = field_len(bytes.len());
        self.put(&[t0, t1, l0, l1, l2, l3]);
        self.put(bytes);
    }

    /// A text, unless it is empty.
    pub(super) const fn text(&mut self, tag: u16, text: &str) {
        if !text.is_empty() {
            self.field(tag, text.as_bytes());
        }
    }

    pub(super) const fn texts(&mut self, tag: u16, texts: &[&str]) {
        let mut index = 0;
        while index < texts.len() {
            self.text(tag, texts[index]);
            index += 1;
        }
    }

    const fn put(&mut self, bytes: &[u8]) {
        if N > 0 {
            // No overflow: `len` is at most `N`.
            assert!(bytes.len() <= N - self.len);
            let start = self.bytes.as_mut_ptr();
            // SAFETY: `len` is at most `N`, so that it is in `self.bytes`, or one past its end.
            let place = unsafe { start.add(self.len) };
            // SAFETY: `place` has room for `bytes`, as was asserted, and is borrowed exclusively with
            // `self`, so that the two do not overlap.
            unsafe { core::ptr::copy_nonoverlapping(bytes.as_ptr(), place, bytes.len()) };
        }
        self.len += bytes.len();
    }
}

/// The length of a field as it is written.
pub(super) const fn field_len(len: usize) -> [u8; 4] {
    assert!(len <= FIELD_MAX, "a name, text or documentation is longer than 1 MiB");
    length(len).to_le_bytes()
}

/// A length as it is written.
#[expect(clippy::cast_possible_truncation, reason = "checked")]
pub(super) const fn length(len: usize) -> u32 {
    assert!(len <= u32::MAX as usize);
    len as u32
}
