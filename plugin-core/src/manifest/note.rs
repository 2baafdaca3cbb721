//! A note as it stands in the file.

use super::NOTE_NAME;
use super::writer::length;

/// What a note starts with.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct NoteHeader {
    /// Bytes of the name.
    pub name_len: u32,
    /// Bytes of the record, without what pads it.
    pub payload_len: u32,
    /// [`NOTE_PLUGIN`](super::NOTE_PLUGIN) or [`NOTE_EXPORT`](super::NOTE_EXPORT).
    pub kind: u32,
    /// [`NOTE_NAME`].
    pub name: [u8; 12],
}

impl NoteHeader {
    pub(super) const fn new(kind: u32, payload_len: usize) -> Self {
        let name_len = length(NOTE_NAME.len());
        Self { name_len, payload_len: length(payload_len), kind, name: NOTE_NAME }
    }
}

/// A note with a payload of `N` bytes, as it stands in the file.
#[repr(C, align(4))]
#[derive(Debug)]
pub struct Note<const N: usize> {
    /// What it starts with.
    pub header: NoteHeader,
    /// The record.
    pub payload: [u8; N],
}

impl<const N: usize> Note<N> {
    pub(super) const fn new(kind: u32, payload: [u8; N]) -> Self {
        Self { header: NoteHeader::new(kind, N), payload }
    }

    /// The payload.
    pub const fn payload(&self) -> &[u8; N] {
        &self.payload
    }
}

/// Leaves a note in the file: that of a `plugin` or of an `export`.
///
/// A name for the static, since an item of the plugin's author may have any other.
#[doc(hidden)]
#[macro_export]
macro_rules! __plugin_core_note {
    // No arm that takes a section's name, which could be that of code.
    (plugin $name:ident: $ty:ty = $note:expr) => {
        #[used]
        #[cfg_attr(target_vendor = "apple", unsafe(link_section = "__DATA,__rust_plugin"))]
        #[cfg_attr(windows, unsafe(link_section = ".rplugin"))]
        #[cfg_attr(
            not(any(target_vendor = "apple", windows)),
            unsafe(link_section = ".note.rust-plugin")
        )]
        static $name: $ty = $note;
    };
    (export $ty:ty = $note:expr) => {
        #[used]
        #[cfg_attr(target_vendor = "apple", unsafe(link_section = "__DATA,__rust_plugin"))]
        #[cfg_attr(windows, unsafe(link_section = ".rplugin"))]
        #[cfg_attr(
            not(any(target_vendor = "apple", windows)),
            unsafe(link_section = ".note.rust-export")
        )]
        static __NOTE: $ty = $note;
    };
}
