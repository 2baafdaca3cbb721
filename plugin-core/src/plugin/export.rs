//! The constructors of the rows that macros register, one for each kind of item.

use core::ffi::c_void;

use super::hooks::Hook;
use super::{Registration, Row};
use crate::abi::{
    HookEntry, Meta, Records, SymbolEntry, Text, TypeFn, TypeInfo, kind, name_hash, symbol_kind,
    type_flags,
};
use crate::guard;
use crate::object::{self, ExportedObject, interface_type};
use crate::private::Callee;
use crate::signature::{ParameterList, function_type};
use crate::symbol::{RawParameters, Shim, Variable};
use crate::types::{Portable, RawResult, Transfer, portable_type};

/// What an export is called and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// The name to look up.
    pub name: &'static str,
    /// Package, from cargo's environment.
    pub package: &'static str,
    /// File, relative to the package.
    pub file: &'static str,
    /// Line.
    pub line: u32,
    /// The item as written, on one line.
    pub declaration: &'static str,
    /// Its documentation.
    pub docs: &'static str,
    /// Its `meta`.
    pub meta: &'static [Meta],
}

impl Item {
    const fn export(self, kind: u32, address: *const c_void, ty: TypeFn) -> Registration {
        Registration(Row::Export(self.entry(kind, address, ty)))
    }

    const fn entry(self, kind: u32, address: *const c_void, ty: TypeFn) -> SymbolEntry {
        SymbolEntry {
            name: Text::new(self.name),
            kind,
            flags: 0,
            address,
            ty,
            package: Text::new(self.package),
            file: Text::new(self.file),
            line: self.line,
            padding: 0,
            declaration: Text::new(self.declaration),
            docs: Text::new(self.docs),
            meta: Records::new(self.meta),
            data: core::ptr::null(),
            hash: name_hash(self.name),
            reserved: [0; 2],
        }
    }

    /// A guarded function.
    pub const fn function<C: Callee>(self) -> Registration
    where
        C::Parameters: Shim<C>,
    {
        self.export(symbol_kind::FUNCTION, <C::Parameters as Shim<C>>::ADDRESS, signature::<C>())
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
        self.export(symbol_kind::VARIABLE, core::ptr::from_ref(place).cast(), variable::<T>)
    }

    /// An object.
    pub const fn object<E: ExportedObject>(self) -> Registration {
        let entry = self.entry(symbol_kind::OBJECT, core::ptr::null(), object::<E>);
        Registration(Row::Object(entry, object::export::<E>))
    }

    /// A raw function at `address`.
    ///
    /// # Safety
    ///
    /// The address is that of an `extern "C"` function with the parameters and the result of `C`.
    pub const unsafe fn raw_function<C: Callee>(self, address: *const c_void) -> Registration
    where
        C::Parameters: RawParameters,
        C::Result: RawResult,
    {
        self.export(symbol_kind::RAW_FUNCTION, address, raw_signature::<C>())
    }

    /// An init hook; `path` is its module path and name, `after` the hooks that run before it.
    pub const fn init<H: Hook>(self, path: &'static str, after: &'static [Text]) -> Registration {
        Registration(Row::Init(self.hook::<H>(path, after)))
    }

    /// A shutdown hook; as [`init`](Self::init).
    pub const fn shutdown<H: Hook>(
        self,
        path: &'static str,
        after: &'static [Text],
    ) -> Registration {
        Registration(Row::Shutdown(self.hook::<H>(path, after)))
    }

    /// The row of a hook.
    pub(super) const fn hook<H: Hook>(
        self,
        path: &'static str,
        after: &'static [Text],
    ) -> HookEntry {
        HookEntry {
            name: Text::new(self.name),
            package: Text::new(self.package),
            file: Text::new(self.file),
            line: self.line,
            flags: 0,
            path: Text::new(path),
            after: Records::new(after),
            run: H::SHIM,
            reserved: [0; 3],
        }
    }
}

/// The description of a function's type, which all functions of one signature share.
const fn signature<C: Callee>() -> TypeFn {
    if C::UNSAFE {
        function::<C::Parameters, C::Result, { type_flags::UNSAFE }>
    } else {
        function::<C::Parameters, C::Result, 0>
    }
}

const fn raw_signature<C: Callee>() -> TypeFn
where
    C::Result: RawResult,
{
    if C::UNSAFE {
        raw_function::<C::Parameters, C::Result, { type_flags::UNSAFE }>
    } else {
        raw_function::<C::Parameters, C::Result, 0>
    }
}

// What follows is asked before a symbol is handed out, and so before any code of this binary runs but for its
// hooks and its constructors: early enough to be told of panics, and later than the open, which has no time for it.

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
