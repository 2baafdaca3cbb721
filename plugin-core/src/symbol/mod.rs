//! Symbols: typed pointers to what a plugin exports.

mod function;
mod kinds;

pub use function::{Function, RawFunction, Signature, UnsafeFunction, UnsafeRawFunction};
pub(crate) use function::{RawParameters, Shim};
pub use kinds::{Raw, SymbolType, UnsafeRaw, Variable};

use core::ffi::c_void;
use core::fmt;
use core::marker::PhantomData;
use core::ops::Deref;

use crate::abi::{SymbolEntry, symbol_kind};

/// A checked, typed pointer to an exported function or variable.
///
/// Plugins are never unloaded, so a symbol is `'static`, `Copy`, and may be used from any thread.
///
/// `S` is what was looked up:
///
/// | `S` | what the symbol gives |
/// | --- | --- |
/// | `fn(&str) -> String` | [`call`](Function#method.call) and [`try_call`](Function#method.try_call) |
/// | `unsafe fn(u64) -> u64` | the same, as `unsafe` methods |
/// | `extern "C" fn(u64) -> u64` | dereferences to the function pointer |
/// | `AtomicI64`, any [`Portable`](crate::Portable) type | dereferences to the variable |
/// | `dyn Greeter`, with [`interface`](macro@crate::interface) on the trait | dereferences to the object |
pub struct Symbol<S: ?Sized> {
    bare: BareSymbol,
    ty: PhantomData<fn() -> *const S>,
}

/// What every symbol holds.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct BareSymbol {
    /// The code of a function, or the place of a variable.
    pub(crate) address: *const c_void,
    /// What the code takes after its parameters, if it takes any.
    pub(crate) data: *const c_void,
    pub(crate) entry: &'static SymbolEntry,
}

// SAFETY: the address is that of code or of a `Sync` static (`SymbolEntry`), both of which any
// thread may use for the rest of the process, and so is the data of a function.
unsafe impl Send for BareSymbol {}
// SAFETY: as above.
unsafe impl Sync for BareSymbol {}

impl<S: SymbolType + ?Sized> Symbol<S> {
    /// Makes a symbol.
    ///
    /// # Safety
    ///
    /// `entry` has the kind `S::KIND` and a type that equals `S::TYPE`.
    pub(crate) unsafe fn new(entry: &'static SymbolEntry) -> Self {
        let SymbolEntry { address, data, .. } = *entry;
        Self { bare: BareSymbol { address, data, entry }, ty: PhantomData }
    }
}

/// Not of objects, whose own methods may be called so.
impl<S: SymbolType> Symbol<S> {
    /// Name of the export.
    pub fn name(self) -> &'static str {
        self.bare.entry.name.as_str()
    }

    /// The address: of the function's code (the guard's, unless it is raw) or of the variable.
    pub fn address(self) -> *const c_void {
        self.bare.address
    }
}

impl<S: Variable> Symbol<S> {
    /// The variable, for as long as the process.
    ///
    /// ```no_run
    /// # use std::sync::atomic::AtomicI64;
    /// # fn example(v: plugin_core::Symbol<AtomicI64>) {
    /// let v: &'static AtomicI64 = v.get();
    /// # }
    /// ```
    ///
    /// A symbol of a function pointer is the function, not a place that holds a pointer: it is
    /// dereferenced.
    ///
    /// ```compile_fail,E0080
    /// fn example(add: plugin_core::Symbol<extern "C" fn(u64) -> u64>) {
    ///     add.get();
    /// }
    /// # let _: fn(_) = example;
    /// ```
    pub fn get(self) -> &'static S {
        const {
            assert!(
                S::KIND == symbol_kind::VARIABLE,
                "a symbol of a function pointer is the function: dereference it with `*symbol`"
            );
        }
        // SAFETY: by `Symbol::new` an exported static (the kind is asserted) of a type that equals `S`,
        // never unloaded.
        unsafe { &*self.bare.address.cast::<S>() }
    }
}

impl<S: SymbolType + ?Sized> Deref for Symbol<S> {
    type Target = S::Target;

    #[inline]
    fn deref(&self) -> &S::Target {
        // SAFETY: by `Symbol::new` the symbol has the kind and type of `S`.
        unsafe { S::deref(&self.bare) }
    }
}

impl<S: ?Sized> Clone for Symbol<S> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<S: ?Sized> Copy for Symbol<S> {}

impl<S: ?Sized> fmt::Debug for Symbol<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Symbol")
            .field("name", &self.bare.entry.name)
            .field("address", &self.bare.address)
            .finish_non_exhaustive()
    }
}
