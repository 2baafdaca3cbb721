//! The list of what the macros registered, in all plugin crates of this binary.
//!
//! On ELF, the rows are a section of their own, which the linker puts together, so that neither the compiler nor
//! the loader has code to go through for each. Elsewhere it is `inventory`'s list, to which a constructor adds each
//! when the binary is loaded: not every linker of Windows sorts sections.

use super::RootCell;
use crate::abi::{HookEntry, ObjectRecord, SymbolEntry};

/// What one use of a macro registers.
///
/// Opaque, so that only [`Item`](super::Item) makes one: an entry that says what it likes of an address would make
/// `lookup` unsound.
#[derive(Debug)]
pub struct Registration {
    /// Of the crate that it stands in.
    pub(super) plugin: &'static RootCell,
    pub(super) row: Row,
}

#[derive(Debug)]
pub(super) enum Row {
    Export(SymbolEntry),
    /// An object, whose record is made when the root is: what it is, is only known at run time.
    Object(SymbolEntry, fn() -> ObjectRecord),
    Init(HookEntry),
    Shutdown(HookEntry),
}

pub(super) use list::all;

#[cfg(not(any(windows, target_vendor = "apple")))]
mod list {
    use super::Registration;

    /// Registers a row, in a static of its own, which holds the note of an export whose record is a literal:
    /// each static and each macro between is one more for the compiler to go through for every export. The numbers
    /// are the length of `NOTE_NAME` and `NOTE_EXPORT`.
    #[doc(hidden)]
    #[macro_export]
    macro_rules! __plugin_core_register {
        ($name:ident $len:literal $record:literal $row:expr) => {
            $crate::__plugin_core_register! { $name {
                #[used]
                #[unsafe(link_section = ".note.rust-export")]
                static __NOTE: $crate::private::Note<$len> = $crate::private::Note {
                    header: $crate::private::NoteHeader {
                        name_len: 12,
                        payload_len: $len,
                        kind: 2,
                        name: $crate::private::NOTE_NAME,
                    },
                    payload: *$record,
                };
                $row
            } }
        };
        ($name:ident $row:expr) => {
            #[allow(
                deprecated,
                non_upper_case_globals,
                reason = "an item that is exported is not used by that, and the row is named after it"
            )]
            #[used]
            #[unsafe(link_section = "rust_plugin_rows_1")]
            static $name: $crate::private::Registration = $row;
        };
    }

    /// So that there is such a section, also in a program that registers nothing.
    #[used]
    // SAFETY: nothing is read of it but registrations, and of these there are none in this one.
    #[unsafe(link_section = "rust_plugin_rows_1")]
    static NONE: [Registration; 0] = [];

    // SAFETY: every linker of ELF defines these for a section of such a name, this binary's own.
    unsafe extern "Rust" {
        #[link_name = "__start_rust_plugin_rows_1"]
        static START: [Registration; 0];
        #[link_name = "__stop_rust_plugin_rows_1"]
        static STOP: [Registration; 0];
    }

    /// All that is registered in this binary.
    pub(in super::super) fn all() -> core::slice::Iter<'static, Registration> {
        let (start, stop) = ((&raw const START).cast::<Registration>(), &raw const STOP);
        let len = (stop.addr() - start.addr()) / size_of::<Registration>();
        // SAFETY: the section holds what `register!` puts there, one registration beside the other: the compiler
        // aligns what has a section no further than its type needs.
        unsafe { core::slice::from_raw_parts(start, len) }.iter()
    }
}

#[cfg(any(windows, target_vendor = "apple"))]
mod list {
    use super::Registration;

    /// Registers a row; as the other, but for the name.
    #[doc(hidden)]
    #[macro_export]
    macro_rules! __plugin_core_register {
        ($name:ident $len:literal $record:literal $row:expr) => {
            $crate::__plugin_core_register! { $name {
                $crate::__plugin_core_note! {
                    export $crate::private::Note<$len> = $crate::private::Note {
                        header: $crate::private::NoteHeader {
                            name_len: 12,
                            payload_len: $len,
                            kind: 2,
                            name: $crate::private::NOTE_NAME,
                        },
                        payload: *$record,
                    }
                }
                $row
            } }
        };
        ($name:ident $row:expr) => {
            #[allow(deprecated, reason = "an item that is exported is not used by that")]
            const _: () = {
                $crate::private::inventory::submit! { $row }
            };
        };
    }

    inventory::collect!(Registration);

    /// All that is registered in this binary.
    pub(in super::super) fn all() -> impl Iterator<Item = &'static Registration> {
        inventory::iter::<Registration>.into_iter()
    }
}
