//! Text and tables that live as long as the binary that holds them.
//!
//! Rust's own `&str` and `&[T]` have no promised layout, and a table must be readable by a reader
//! that knows fewer fields than its writer.

use core::marker::PhantomData;

use super::frozen;

/// Bytes that live as long as the process: pointer and length.
///
/// Owned by the binary that they were compiled into; readable from any thread.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Bytes {
    ptr: *const u8,
    len: usize,
}

// SAFETY: `Bytes` is a shared reference to immutable bytes that live for the whole process.
unsafe impl Send for Bytes {}
// SAFETY: as above.
unsafe impl Sync for Bytes {}

impl Bytes {
    /// Wraps a slice.
    pub const fn new(bytes: &'static [u8]) -> Self {
        Self { ptr: bytes.as_ptr(), len: bytes.len() }
    }

    /// The bytes; none for a field that is all zero.
    pub const fn as_slice(&self) -> &'static [u8] {
        if self.ptr.is_null() {
            return &[];
        }
        // SAFETY: the fields are private and only `new` sets them (in this binary or, the layout
        // being frozen, in another), from a `&'static [u8]`; a plugin is trusted to be well formed.
        unsafe { core::slice::from_raw_parts(self.ptr, self.len) }
    }
}

impl core::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "[{} bytes]", self.len)
    }
}

/// UTF-8 text that lives as long as the process: pointer and length in bytes.
///
/// Owned by the binary that it was compiled into, which is never unloaded; readable from any
/// thread.
#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct Text {
    bytes: Bytes,
}

impl Text {
    /// The empty text.
    pub const EMPTY: Self = Self::new("");

    /// Wraps a string slice.
    pub const fn new(text: &'static str) -> Self {
        // In two steps of the compiler's interpreter, where the methods of `str` are eight: each export has
        // several texts.
        Self { bytes: Bytes { ptr: (&raw const *text).cast(), len: size_of_val(text) } }
    }

    /// The text; empty for a field that is all zero.
    pub const fn as_str(&self) -> &'static str {
        // SAFETY: the field is private and only `new` sets it (in this binary or, the layout being
        // frozen, in another), from a `&'static str`; a plugin is trusted to be well formed.
        unsafe { core::str::from_utf8_unchecked(self.bytes.as_slice()) }
    }
}

impl core::fmt::Debug for Text {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.as_str().fmt(f)
    }
}

/// A table of records that lives as long as the process, read by `stride` so that a newer writer
/// may append fields to `T`.
///
/// Owned by the binary that built it; readable from any thread. A null pointer goes with length 0.
#[repr(C)]
pub struct Records<T: 'static> {
    ptr: *const T,
    len: usize,
    stride: usize,
    marker: PhantomData<&'static T>,
}

impl<T> Clone for Records<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Records<T> {}

// SAFETY: `Records<T>` is a shared reference to a `[T]` that lives for the whole process.
unsafe impl<T: Sync> Send for Records<T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for Records<T> {}

impl<T> Records<T> {
    /// The empty table.
    pub const EMPTY: Self =
        Self { ptr: core::ptr::null(), len: 0, stride: size_of::<T>(), marker: PhantomData };

    /// Wraps a slice.
    pub const fn new(records: &'static [T]) -> Self {
        Self {
            ptr: records.as_ptr(),
            len: records.len(),
            stride: size_of::<T>(),
            marker: PhantomData,
        }
    }

    /// Number of records.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no record.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether every record is at least as long as this binary's `T` and aligned for it.
    ///
    /// False means that the table was written for an ABI that this binary does not know; reading
    /// it yields nothing.
    pub const fn is_readable(&self) -> bool {
        self.len == 0
            || (!self.ptr.is_null()
                && self.stride >= size_of::<T>()
                && self.stride % align_of::<T>() == 0)
    }

    /// The record at `index`, or `None` past the end.
    pub const fn get(&self, index: usize) -> Option<&'static T> {
        if index >= self.len || !self.is_readable() {
            return None;
        }
        // SAFETY: the writer lays out `len` records `stride` bytes apart, and `index < len`.
        let record = unsafe { self.ptr.byte_add(index * self.stride) };
        // SAFETY: `is_readable` holds, so a whole, aligned `T` starts there; it is immutable but
        // for its own interior mutability and lives for the whole process.
        Some(unsafe { &*record })
    }

    /// The records in order.
    pub fn iter(&self) -> impl Iterator<Item = &'static T> + Clone + use<T> {
        let records = *self;
        let len = if records.is_readable() { records.len } else { 0 };
        (0..len).filter_map(move |index| records.get(index))
    }
}

impl<T: core::fmt::Debug> core::fmt::Debug for Records<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

frozen!(Bytes: size 16, align 8, { ptr: 0, len: 8 });
frozen!(Text: size 16, align 8, { bytes: 0 });
frozen!(Records as Records<u8>: size 24, align 8, { ptr: 0, len: 8, stride: 16, marker: 24 });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_round_trips() {
        assert_eq!(Text::new("héllo").as_str(), "héllo");
        assert_eq!(Text::EMPTY.as_str(), "");
    }

    #[test]
    fn a_reserved_word_that_became_a_text_reads_as_empty() {
        let bytes = Bytes { ptr: core::ptr::null(), len: 0 };
        assert_eq!(bytes.as_slice(), b"");
        assert_eq!(Text { bytes }.as_str(), "");
    }

    #[test]
    fn a_table_of_longer_records_is_read_by_stride() {
        #[repr(C)]
        struct Newer {
            known: u32,
            appended: u32,
        }
        static NEWER: [Newer; 2] =
            [Newer { known: 1, appended: 10 }, Newer { known: 2, appended: 20 }];
        let records = Records::<u32> {
            ptr: NEWER.as_ptr().cast(),
            len: 2,
            stride: size_of::<Newer>(),
            marker: PhantomData,
        };
        assert_eq!(records.iter().copied().collect::<Vec<_>>(), [1, 2]);
        assert_eq!(NEWER[0].appended + NEWER[1].appended, 30);
    }

    #[test]
    fn a_table_of_shorter_or_misaligned_records_is_not_read() {
        static OLDER: [u16; 2] = [1, 2];
        for stride in [2, 6] {
            let records =
                Records::<u32> { ptr: OLDER.as_ptr().cast(), len: 2, stride, marker: PhantomData };
            assert!(!records.is_readable());
            assert_eq!(records.iter().count(), 0);
            assert!(records.get(0).is_none());
        }
    }
}
