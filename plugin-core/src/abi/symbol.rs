//! One export.

use core::ffi::c_void;

use super::{Records, Text, TypeFn, frozen};

/// Values of [`SymbolEntry::kind`]. Integers, so that an unknown one can be refused.
pub mod symbol_kind {
    /// A guarded function: the address is a shim that returns an [`Outcome`](crate::abi::Outcome).
    pub const FUNCTION: u32 = 1;
    /// An `extern "C"` function as its author wrote it: no guard, no conversion.
    pub const RAW_FUNCTION: u32 = 2;
    /// A static: the address is its own.
    pub const VARIABLE: u32 = 3;
    /// An object behind an interface.
    pub const OBJECT: u32 = 4;
}

/// One row of the symbol table.
///
/// Lives in the plugin's binary for as long as the process; immutable; readable from any thread;
/// read by stride. All fields since ABI 1.0.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct SymbolEntry {
    /// Name that `lookup` takes.
    pub name: Text,
    /// A value of [`symbol_kind`]; an unknown one cannot be looked up.
    pub kind: u32,
    /// Bits that the reader must understand; with an unknown one it cannot be looked up.
    pub flags: u32,
    /// The function's code or the static.
    pub address: *const c_void,
    /// The type: a signature for functions, the type of a variable.
    pub ty: TypeFn,
    /// Package that the item stands in.
    pub package: Text,
    /// File that the item stands in, relative to its package.
    pub file: Text,
    /// Line of the attribute, from 1.
    pub line: u32,
    /// Zero.
    pub padding: u32,
    /// The item's declaration as written, on one line.
    pub declaration: Text,
    /// The item's documentation.
    pub docs: Text,
    /// `meta("key" = "value")` of the export.
    pub meta: Records<Meta>,
    /// What the shim of a guarded function takes after its parameters, usable from any thread: null, but
    /// for the closures of a host.
    pub data: *const c_void,
    /// Zero.
    pub reserved: [usize; 3],
}

// SAFETY: address and data are numbers to whoever has only the entry; whoever uses them vouches for what
// stands there (`SymbolTable::new`). Everything else is immutable.
unsafe impl Send for SymbolEntry {}
// SAFETY: as above.
unsafe impl Sync for SymbolEntry {}

/// One `"key" = "value"` of an export.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Meta {
    /// The key.
    pub key: Text,
    /// The value.
    pub value: Text,
}

frozen!(SymbolEntry: size 168, align 8, {
    name: 0, kind: 16, flags: 20, address: 24, ty: 32, package: 40, file: 56, line: 72,
    padding: 76, declaration: 80, docs: 96, meta: 112, data: 136, reserved: 144,
});
frozen!(Meta: size 32, align 8, { key: 0, value: 16 });
