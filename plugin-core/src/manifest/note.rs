//! A note as it stands in the file.

use super::NOTE_NAME;
use super::writer::length;

/// A note with a payload of `N` bytes, as it stands in the file.
#[repr(C, align(4))]
#[derive(Debug)]
pub struct Note<const N: usize> {
    name_len: u32,
    payload_len: u32,
    kind: u32,
    name: [u8; 12],
    payload: [u8; N],
}

impl<const N: usize> Note<N> {
    pub(super) const fn new(kind: u32, payload: [u8; N]) -> Self {
        Self {
            name_len: length(NOTE_NAME.len()),
            payload_len: length(N),
            kind,
            name: NOTE_NAME,
            payload,
        }
    }

    /// The payload.
    pub const fn payload(&self) -> &[u8; N] {
        &self.payload
    }
}

/// Leaves the note of the record that the constant `$record` holds in the file: that of a `plugin` or
/// of an `export`.
///
/// A name for the static, since an item of the plugin's author may have any other.
#[doc(hidden)]
#[macro_export]
macro_rules! __plugin_core_note {
    (plugin $record:ident) => {
        $crate::__plugin_core_note!(@ ".note.rust-plugin", $record);
    };
    (export $record:ident) => {
        $crate::__plugin_core_note!(@ ".note.rust-export", $record);
    };
    (@ $elf_section:literal, $record:ident) => {
        #[used]
        #[cfg_attr(target_vendor = "apple", unsafe(link_section = "__DATA,__rust_plugin"))]
        #[cfg_attr(windows, unsafe(link_section = ".rplugin"))]
        #[cfg_attr(
            not(any(target_vendor = "apple", windows)),
            unsafe(link_section = $elf_section)
        )]
        static __NOTE: $crate::manifest::Note<{ $record.encoded_len() }> = $record.note();
    };
}
