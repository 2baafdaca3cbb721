//! What may be looked up, and what each looks like when it is found.
#![allow(
    coherence_leak_check,
    reason = "`fn(A)` and `fn(&A)` are distinct types: no `A` is borrowed for every lifetime"
)]

use core::marker::PhantomData;

use super::BareSymbol;
use super::function::{Function, RawFunction, RawParameters, UnsafeFunction, UnsafeRawFunction};
use crate::abi::{TypeInfo, kind, symbol_kind, type_flags};
use crate::signature::{function_type, spellings};
use crate::types::{Portable, RawResult, Ref, Referent, ReferentMut, Transfer};

/// A type that can be looked up.
///
/// Implemented for function pointers (`fn(&str) -> String`, `extern "C" fn(u64) -> u64`, and their
/// `unsafe` forms), for [`Raw`] and [`UnsafeRaw`], and for every [`Portable`] type, as a variable.
///
/// Function pointers can be written as they are with up to four parameters, each `A`, `&A` or
/// `&mut A`; further parameters (up to twelve) and references inside other types are written with
/// [`Ref`](crate::Ref) and [`Mut`](crate::Mut).
///
/// # Safety
///
/// For an export of kind [`KIND`](Self::KIND) whose type equals [`TYPE`](Self::TYPE),
/// [`deref`](Self::deref) gives a sound view of it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be looked up",
    label = "neither a function pointer whose types can cross, nor a variable of a portable type",
    note = "with more than four parameters, or references inside other types, write `Ref<T>` for `&T` and `Mut<T>` for `&mut T`: `fn(Option<Ref<str>>) -> bool`",
    note = "behind `&` and `&mut`, and in variables, the portable twins stand for types of the standard library: `&mut RString` for `&mut String`, `&RVec<T>` for `&Vec<T>`",
    note = "a type of your own needs `#[derive(plugin_core::Portable)]` or, in a signature, `#[derive(plugin_core::Transfer)]`"
)]
pub unsafe trait SymbolType: 'static {
    /// What a [`Symbol`](super::Symbol) of this type dereferences to.
    type Target: ?Sized + 'static;
    /// Value of [`SymbolEntry::kind`](crate::abi::SymbolEntry::kind) that it needs.
    const KIND: u32;
    /// Description that it needs.
    const TYPE: TypeInfo;

    /// The view of a symbol.
    ///
    /// # Safety
    ///
    /// The symbol's entry has this kind and type.
    #[doc(hidden)]
    unsafe fn deref(symbol: &BareSymbol) -> &Self::Target;
}

/// A type whose symbols dereference to itself: every [`Portable`] type that may be shared.
pub trait Variable: SymbolType<Target = Self> + Sized + Sync {}

impl<T: Portable + Sync> Variable for T {}

// SAFETY: the address is that of a static of an equal type or, for `extern "C"` function pointers,
// the code that the pointer points to.
unsafe impl<T: Portable> SymbolType for T {
    type Target = T;
    const KIND: u32 = T::SYMBOL_KIND;
    const TYPE: TypeInfo = <T as Portable>::TYPE;

    #[inline]
    unsafe fn deref(symbol: &BareSymbol) -> &T {
        if T::SYMBOL_KIND == symbol_kind::RAW_FUNCTION {
            // SAFETY: only function pointers have this kind; the address, a code pointer, lies in
            // the symbol.
            unsafe { &*(&raw const symbol.address).cast::<T>() }
        } else {
            // SAFETY: the address of a static of an equal type, which is never unloaded.
            unsafe { &*symbol.address.cast::<T>() }
        }
    }
}

/// Stands for `extern "C" fn(A, B, …) -> R` where that type cannot be looked up as it is: with more
/// than four parameters, or where a lifetime is hidden in a type.
///
/// `Raw<(Ref<Point>, Ref<Point>, RStr<'static>), u32>` looks up
/// `extern "C" fn(&Point, &Point, RStr<'_>) -> u32`, and gives a [`RawFunction`] to call.
#[derive(Debug)]
pub struct Raw<P, R>(PhantomData<fn(P) -> R>);

/// As [`Raw`], for an `unsafe extern "C"` function.
#[derive(Debug)]
pub struct UnsafeRaw<P, R>(PhantomData<fn(P) -> R>);

/// Implements `SymbolType` by one of the callable views, each a transparent wrapper of `BareSymbol`.
macro_rules! callable {
    ([$($bounds:tt)*] $ty:ty, $view:ident<$parameters:ty, $result:ty>, $described:ty,
        $kind:ident, $flags:expr) => {
        // SAFETY: the description lists parameters and result as they cross, and the view calls with
        // exactly these.
        unsafe impl<$($bounds)*> SymbolType for $ty {
            type Target = $view<$parameters, $result>;
            const KIND: u32 = symbol_kind::$kind;
            const TYPE: TypeInfo =
                function_type::<usize, $parameters, $described>(kind::$kind, $flags);

            #[inline]
            unsafe fn deref(symbol: &BareSymbol) -> &Self::Target {
                // SAFETY: the view is a transparent wrapper; the caller vouches for the types.
                unsafe { Self::Target::view(symbol) }
            }
        }
    };
}

callable!([P: RawParameters, R: RawResult] Raw<P, R>, RawFunction<P, R>, R::Described,
    RAW_FUNCTION, 0);
callable!([P: RawParameters, R: RawResult] UnsafeRaw<P, R>, UnsafeRawFunction<P, R>, R::Described,
    RAW_FUNCTION, type_flags::UNSAFE);

macro_rules! guarded {
    ([$($bounds:tt)*] ($($ty:ty,)*) $markers:ty, $result:ty, $returned:ty) => {
        callable!([$($bounds)*] fn($($ty),*) -> $result, Function<$markers, $returned>, $returned,
            FUNCTION, 0);
        callable!([$($bounds)*] unsafe fn($($ty),*) -> $result,
            UnsafeFunction<$markers, $returned>, $returned, FUNCTION, type_flags::UNSAFE);
    };
}

/// One spelling of a function pointer; a result borrows only where it is clear from what.
macro_rules! spelled {
    ([$($bounds:tt)*] ($($ty:ty,)*) ($($marker:ty,)*) one) => {
        spelled!([$($bounds)*] ($($ty,)*) ($($marker,)*) many);
        guarded!([$($bounds)* R: ?Sized + Referent] ($($ty,)*) ($($marker,)*), &R, Ref<R>);
    };
    ([$($bounds:tt)*] ($($ty:ty,)*) ($($marker:ty,)*) $borrows:ident) => {
        guarded!([$($bounds)* R: Transfer] ($($ty,)*) ($($marker,)*), R, R);
    };
}

/// An owned parameter stands for itself.
type Plain<T> = T;

spellings!(spelled, {
    owned: Plain [Transfer],
    shared: [?Sized + Referent],
    exclusive: [?Sized + ReferentMut]
});

macro_rules! long {
    ($($param:ident)*) => {
        guarded!([$($param: Transfer,)* R: Transfer] ($($param,)*) ($($param,)*), R, R);
    };
}
long!(A B C D E);
long!(A B C D E F);
long!(A B C D E F G);
long!(A B C D E F G H);
long!(A B C D E F G H I);
long!(A B C D E F G H I J);
long!(A B C D E F G H I J K);
long!(A B C D E F G H I J K L);
