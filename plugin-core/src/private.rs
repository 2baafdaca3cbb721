//! The whole contract with generated code. Nothing here is for people: it changes without notice.

mod derive;

pub use inventory;
pub use plugin_macros::plugin;

pub use crate::__plugin_core_note as note;
pub use crate::__plugin_core_object as object;
pub use crate::__plugin_core_register as register;
pub use crate::__plugin_core_rows as rows;
pub use crate::abi::{
    Argument, Field, HostInfo, Meta, PrefixWithRecord, Records, Root, Text, TypeFn, TypeInfo,
    Variant, kind, symbol_kind, type_flags,
};
pub use crate::context::{HostContext, PluginOpener, context_record, opened_record};
pub use crate::future::{BorrowedFuture, BorrowingSelf, PluginFuture};
pub use crate::hook::{HookFailure, run_hook};
pub use crate::manifest::{ExportNote, NOTE_NAME, Note, NoteHeader, PluginRecord, bytes};
pub use crate::object::{
    ExportedObject, Implemented, InArc, InBox, Interface, Lent, Method, MethodAddress, ObjectRef,
    Ownership, Receiver, Remote, SelfMut, SelfRef, Table, TableOf, call, call_mut, exported, has,
    interface_type, method,
};
pub use crate::plugin::{
    Collector, Hook, HookResult, Item, LinkedPlugin, Registration, RootCell, Rows,
};
pub use crate::service::{Offer, Place as ServicePlace, object_place};
use crate::symbol::SymbolType;
pub use crate::symbol::{BareSymbol, Signature};
pub use crate::types::{
    Boxed, Mut, Place, Portable, RawArgument, Ref, Referent, ReferentMut, Transfer, Unit,
    portable_type, transfer_type,
};
pub use derive::{
    ByValue, PortableTypeMustNotImplementDropUnlessUnsafeAssumeCrossable,
    TransferTypeMustNotImplementDrop, TypeText, as_unit, assert_discriminant, assert_layout,
    assert_not_zero_sized, assert_offset, assert_transparent, assume_crossable, offset_in,
    opaque_type, other_discriminant, taken, with_discriminant,
};

/// A function that is exported: the item that the author wrote or, where a call of it takes more than arguments,
/// what generated code puts around it.
///
/// A trait, and no bound by `Fn`, which cannot say of a result that it borrows what a type hides. The shim around
/// it is the runtime's (`symbol::function`).
pub trait Callee<'a, P: Signature, R: Transfer>: 'static {
    /// Calls it.
    ///
    /// # Safety
    ///
    /// There is a value of this type, which has no bytes, and which this thread may look at.
    unsafe fn call(arguments: P::Received<'a>) -> R::Rust<'a>;
}

/// A value that is never made, where generated code only tells the compiler a type.
pub fn never<T>() -> T {
    unreachable!("generated code does not call this")
}

/// A symbol type in words: "function `fn(&str) -> String`".
pub fn symbol_text<S: SymbolType + ?Sized>() -> String {
    crate::layout::display_symbol(S::KIND, const { &S::TYPE })
}

/// The part of a semantic version that has to agree between two builds: `1` of `1.2.3`, `0.3` of
/// `0.3.1`; the whole of what is not a version.
pub const fn semver_class(version: Option<&'static str>) -> &'static str {
    let Some(version) = version else { return "" };
    let bytes = version.as_bytes();
    let mut end = 0;
    while end < bytes.len() && bytes[end] != b'.' {
        end += 1;
    }
    if end == 1 && bytes[0] == b'0' && end < bytes.len() {
        end += 1;
        while end < bytes.len() && bytes[end] != b'.' {
            end += 1;
        }
    }
    first(version, end)
}

/// The first `len` bytes of `text`, which end a character.
const fn first(text: &'static str, len: usize) -> &'static str {
    match core::str::from_utf8(text.as_bytes().split_at(len).0) {
        Ok(text) => text,
        Err(_) => panic!("`len` ends a character"),
    }
}

/// The text, or nothing.
pub const fn or_empty(text: Option<&'static str>) -> &'static str {
    match text {
        Some(text) => text,
        None => "",
    }
}

/// The name of a source file relative to its package.
///
/// `file!()` starts at the workspace's folder or, for packages outside of it, at the root of the file
/// system; what it shares with the package's own folder is left out.
pub const fn relative_file(file: &'static str, package_dir: Option<&'static str>) -> &'static str {
    let Some(dir) = package_dir else { return file };
    let (file_bytes, dir_bytes) = (file.as_bytes(), dir.as_bytes());
    // The longest beginning of `file` that ends at a separator and is an ending of `dir`.
    let mut len = file_bytes.len();
    while len > 0 {
        len -= 1;
        if is_separator(file_bytes[len]) && ends_with(dir_bytes, file_bytes, len) {
            return rest(file, len + 1);
        }
    }
    file
}

const fn is_separator(byte: u8) -> bool {
    byte == b'/' || byte == b'\\'
}

/// Whether `whole` ends with the first `len` bytes of `part`, at the start of a name.
const fn ends_with(whole: &[u8], part: &[u8], len: usize) -> bool {
    if len == 0 || len > whole.len() {
        return false;
    }
    let start = whole.len() - len;
    let mut index = 0;
    while index < len {
        let (a, b) = (whole[start + index], part[index]);
        if a != b && !(is_separator(a) && is_separator(b)) {
            return false;
        }
        index += 1;
    }
    start == 0 || is_separator(whole[start - 1]) || is_separator(whole[start])
}

/// `text` from `start` on, which starts a character.
const fn rest(text: &'static str, start: usize) -> &'static str {
    match core::str::from_utf8(text.as_bytes().split_at(start).1) {
        Ok(text) => text,
        Err(_) => panic!("`start` starts a character"),
    }
}

#[cfg(test)]
mod tests {
    use super::{relative_file, semver_class};

    #[test]
    fn the_class_of_a_version_is_its_major_or_zero_and_minor() {
        for (version, class) in
            [("1.2.3", "1"), ("0.3.1", "0.3"), ("10.0.0-rc.1", "10"), ("0", "0"), ("", "")]
        {
            assert_eq!(semver_class(Some(version)), class);
        }
        assert_eq!(semver_class(None), "");
    }

    #[test]
    fn a_file_is_named_relative_to_its_package() {
        for (file, dir, relative) in [
            ("plugins/greeter/src/lib.rs", "/ws/plugins/greeter", "src/lib.rs"),
            ("/away/greeter/src/lib.rs", "/away/greeter", "src/lib.rs"),
            ("src/lib.rs", "/ws/greeter", "src/lib.rs"),
            ("src/src/lib.rs", "/ws/src", "src/lib.rs"),
            (r"plugins\greeter\src\lib.rs", r"C:\ws\plugins\greeter", r"src\lib.rs"),
            ("eeter/src/lib.rs", "/ws/greeter", "eeter/src/lib.rs"),
        ] {
            assert_eq!(relative_file(file, Some(dir)), relative);
        }
        assert_eq!(relative_file("src/lib.rs", None), "src/lib.rs");
    }
}
