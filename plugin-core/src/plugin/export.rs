//! The constructors of the rows that macros register, one for each kind of item.

use core::ffi::c_void;

use super::RootCell;
use super::hooks::Hook;
use super::registration::{Registration, Row};
use crate::abi::{
    HookEntry, Meta, Records, SymbolEntry, Text, TypeInfo, kind, symbol_kind, type_flags,
};
use crate::guard;
use crate::object::{self, ExportedObject, interface_type};
use crate::signature::{ParameterList, function_type};
use crate::symbol::{RawParameters, Shim, Variable};
use crate::types::{Portable, RawResult, Transfer, portable_type};

/// What an export is called and where it stands.
///
/// Made by the `item` of each plugin crate. Everything here is as the row has it, since each step of the compiler's
/// interpreter between them is taken for every export.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// Of the plugin crate that it stands in.
    pub plugin: &'static RootCell,
    /// The name to look up.
    pub name: Text,
    /// [`name_hash`](crate::abi::name_hash) of the name.
    pub hash: u64,
    /// Package, from cargo's environment.
    pub package: Text,
    /// File, relative to the package.
    pub file: Text,
    /// Line.
    pub line: u32,
    /// The item as written, on one line.
    pub declaration: Text,
    /// Its documentation.
    pub docs: Text,
    /// Its `meta`.
    pub meta: Records<Meta>,
}

/// The row of an item. A macro, because a function is one more step of the compiler's interpreter for every export.
macro_rules! entry {
    ($item:ident, $kind:expr, $address:expr, $ty:expr) => {
        SymbolEntry {
            name: $item.name,
            kind: $kind,
            flags: 0,
            address: $address,
            ty: $ty,
            package: $item.package,
            file: $item.file,
            line: $item.line,
            padding: 0,
            declaration: $item.declaration,
            docs: $item.docs,
            meta: $item.meta,
            data: core::ptr::null(),
            hash: $item.hash,
            reserved: [0; 2],
        }
    };
}

macro_rules! export {
    ($item:ident, $kind:expr, $address:expr, $ty:expr) => {
        Registration { plugin: $item.plugin, row: Row::Export(entry!($item, $kind, $address, $ty)) }
    };
}

impl Item {
    /// With documentation.
    #[must_use]
    pub const fn docs(mut self, docs: &'static str) -> Self {
        self.docs = Text::new(docs);
        self
    }

    /// With what the export says besides.
    #[must_use]
    pub const fn meta(mut self, meta: &'static [Meta]) -> Self {
        self.meta = Records::new(meta);
        self
    }

    const fn register(self, row: Row) -> Registration {
        Registration { plugin: self.plugin, row }
    }

    /// A guarded function.
    pub const fn function<P, R, F>(self, _item: F) -> Registration
    where
        P: Shim<R, F>,
        R: Transfer,
        F: Copy + Sync,
    {
        export!(self, symbol_kind::FUNCTION, P::ADDRESS, function::<P, R, 0>)
    }

    /// A guarded function that is `unsafe`.
    pub const fn unsafe_function<P, R, F>(self, _item: F) -> Registration
    where
        P: Shim<R, F>,
        R: Transfer,
        F: Copy + Sync,
    {
        export!(self, symbol_kind::FUNCTION, P::ADDRESS, function::<P, R, { type_flags::UNSAFE }>)
    }

    /// A variable.
    pub const fn variable<T: Portable + Variable>(self, place: &'static T) -> Registration {
        const {
            assert!(
                T::SYMBOL_KIND == symbol_kind::VARIABLE,
                "a static that holds a function pointer cannot be told from a function: export \
                 the function, or put the pointer into a `#[repr(transparent)]` struct"
            );
        }
        export!(self, symbol_kind::VARIABLE, core::ptr::from_ref(place).cast(), variable::<T>)
    }

    /// An object.
    pub const fn object<E: ExportedObject>(self) -> Registration {
        let entry = entry!(self, symbol_kind::OBJECT, core::ptr::null(), object::<E>);
        self.register(Row::Object(entry, object::export::<E>))
    }

    /// A raw function at `address`.
    ///
    /// # Safety
    ///
    /// The address is that of an `extern "C"` function with these parameters and this result.
    pub const unsafe fn raw_function<P, R>(self, address: *const c_void) -> Registration
    where
        P: RawParameters,
        R: RawResult,
    {
        export!(self, symbol_kind::RAW_FUNCTION, address, raw_function::<P, R, 0>)
    }

    /// A raw function that is `unsafe`; as [`raw_function`](Self::raw_function).
    ///
    /// # Safety
    ///
    /// As there.
    pub const unsafe fn unsafe_raw_function<P, R>(self, address: *const c_void) -> Registration
    where
        P: RawParameters,
        R: RawResult,
    {
        export!(
            self,
            symbol_kind::RAW_FUNCTION,
            address,
            raw_function::<P, R, { type_flags::UNSAFE }>
        )
    }

    /// An init hook; `path` is its module path and name, `after` the hooks that run before it.
    pub const fn init<H: Hook>(self, path: &'static str, after: &'static [Text]) -> Registration {
        self.register(Row::Init(self.hook::<H>(path, after)))
    }

    /// A shutdown hook; as [`init`](Self::init).
    pub const fn shutdown<H: Hook>(
        self,
        path: &'static str,
        after: &'static [Text],
    ) -> Registration {
        self.register(Row::Shutdown(self.hook::<H>(path, after)))
    }

    /// The row of a hook.
    pub(super) const fn hook<H: Hook>(
        self,
        path: &'static str,
        after: &'static [Text],
    ) -> HookEntry {
        HookEntry {
            name: self.name,
            package: self.package,
            file: self.file,
            line: self.line,
            flags: 0,
            path: Text::new(path),
            after: Records::new(after),
            run: H::SHIM,
            reserved: [0; 3],
        }
    }
}

// What follows is asked before a symbol is handed out, and so before any code of this binary runs but for its
// hooks and its constructors: early enough to be told of panics, and later than the open, which has no time for it.

/// The description of a function's type, which all functions of one signature share.
extern "C" fn function<P: ParameterList, R: Transfer, const FLAGS: u32>() -> &'static TypeInfo {
    guard::install();
    const { &function_type::<usize, P, R>(kind::FUNCTION, FLAGS) }
}

extern "C" fn raw_function<P: ParameterList, R: RawResult, const FLAGS: u32>() -> &'static TypeInfo
{
    guard::install();
    const { &function_type::<usize, P, R::Described>(kind::RAW_FUNCTION, FLAGS) }
}

extern "C" fn variable<T: Portable>() -> &'static TypeInfo {
    guard::install();
    portable_type::<T>()
}

extern "C" fn object<E: ExportedObject>() -> &'static TypeInfo {
    guard::install();
    interface_type::<E::Interface>()
}
