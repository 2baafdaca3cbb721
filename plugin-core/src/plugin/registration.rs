//! The list of what the macros registered, in all plugin crates of a binary.
//!
//! Where compiler and linker can (`build.rs`), the rows are a section of their own, which the linker puts together, so
//! that neither the compiler nor the loader has code to go through for each. Elsewhere it is `inventory`'s list, to
//! which a constructor adds each when the binary is loaded.

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

pub use list::Rows;

#[cfg(rows_in_a_section)]
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

    /// The rows of the binary in which this is expanded, which is not always that of `plugin-core`: a `dylib` may
    /// lie between.
    #[doc(hidden)]
    #[macro_export]
    macro_rules! __plugin_core_rows {
        () => {{
            // So that there is such a section, also in a crate that registers nothing.
            #[used]
            #[unsafe(link_section = "rust_plugin_rows_1")]
            static NONE: [$crate::private::Registration; 0] = [];
            unsafe extern "Rust" {
                #[link_name = "__start_rust_plugin_rows_1"]
                static START: [$crate::private::Registration; 0];
                #[link_name = "__stop_rust_plugin_rows_1"]
                static STOP: [$crate::private::Registration; 0];
            }
            // SAFETY: every linker of ELF defines these for the ends of a section of such a name, in which
            // `register!` puts registrations.
            unsafe { $crate::private::Rows::between(&raw const START, &raw const STOP) }
        }};
    }

    /// All that is registered in one binary.
    #[derive(Clone, Copy, Debug)]
    pub struct Rows(&'static [Registration]);

    impl Rows {
        /// What stands between the ends of a section.
        ///
        /// # Safety
        ///
        /// They are, and in the section there is what `register!` puts there.
        pub unsafe fn between(
            start: *const [Registration; 0],
            stop: *const [Registration; 0],
        ) -> Self {
            let len = (stop.addr() - start.addr()) / size_of::<Registration>();
            // SAFETY: by the caller's promise, one registration beside the other: the compiler aligns what has a
            // section no further than its type needs.
            Self(unsafe { core::slice::from_raw_parts(start.cast(), len) })
        }

        pub(in super::super) fn is(self, other: Self) -> bool {
            core::ptr::eq(self.0.as_ptr(), other.0.as_ptr())
        }

        pub(in super::super) fn iter(self) -> impl Iterator<Item = &'static Registration> {
            self.0.iter()
        }

        /// All of them side by side, where they are.
        #[expect(clippy::unnecessary_wraps, reason = "elsewhere they are not")]
        pub(in super::super) fn side_by_side(self) -> Option<&'static [Registration]> {
            Some(self.0)
        }
    }
}

#[cfg(not(rows_in_a_section))]
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

    /// The rows of the program.
    #[doc(hidden)]
    #[macro_export]
    macro_rules! __plugin_core_rows {
        () => {
            $crate::private::Rows
        };
    }

    /// All that is registered.
    #[derive(Clone, Copy, Debug)]
    pub struct Rows;

    impl Rows {
        #[expect(clippy::unused_self, reason = "there is one list")]
        pub(in super::super) fn is(self, _: Self) -> bool {
            true
        }

        #[expect(clippy::unused_self, reason = "there is one list")]
        pub(in super::super) fn iter(self) -> impl Iterator<Item = &'static Registration> {
            inventory::iter::<Registration>.into_iter()
        }

        #[expect(clippy::unused_self, reason = "there is one list")]
        pub(in super::super) fn side_by_side(self) -> Option<&'static [Registration]> {
            None
        }
    }
}
