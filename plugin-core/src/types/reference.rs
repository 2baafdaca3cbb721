//! References, and the markers that stand for them where a lifetime cannot be written.

use core::marker::PhantomData;

use super::{Portable, RawArgument, Transfer, portable_type};
use crate::abi::{TypeInfo, kind, type_flags};

/// Stands for `&T` with the lifetime of the call.
///
/// `fn(&str) -> String` can be looked up as it is. Where the reference stands inside another type,
/// or behind the fourth parameter, the marker takes its place: `fn(Option<Ref<str>>) -> bool` looks up
/// `fn(Option<&str>) -> bool`, and is called with an `Option<&str>`.
#[derive(Debug)]
pub struct Ref<T: ?Sized>(PhantomData<fn() -> *const T>);

/// Stands for `&mut T` with the lifetime of the call; see [`Ref`].
#[derive(Debug)]
pub struct Mut<T: ?Sized>(PhantomData<fn() -> *mut T>);

/// A type that crosses behind `&`.
///
/// # Safety
///
/// As for [`Transfer`], with `&'a Self` as `Rust<'a>` and `Shared<'a>` as `Abi<'a>`.
#[diagnostic::on_unimplemented(
    message = "`&{Self}` cannot cross between a plugin and its host",
    label = "both sides would look at a value whose layout they do not share",
    note = "of the standard library's types take the slice: `&str` for `&String`, `&[T]` for `&Vec<T>`; or pass the value",
    note = "derive `plugin_core::Portable` on a `#[repr(C)]` type of your own"
)]
pub unsafe trait Referent: 'static {
    /// What crosses for `&'a Self`.
    type Shared<'a>;
    /// Its description.
    const SHARED: TypeInfo;
    /// Whether crossing changes nothing.
    const IDENTITY: bool;

    /// Makes the value that crosses.
    fn share(value: &Self) -> Self::Shared<'_>;
    /// Takes the value that crossed.
    fn shared(value: Self::Shared<'_>) -> &Self;
}

/// A type that crosses behind `&mut`.
///
/// # Safety
///
/// As for [`Transfer`], with `&'a mut Self` as `Rust<'a>` and `Exclusive<'a>` as `Abi<'a>`.
#[diagnostic::on_unimplemented(
    message = "`&mut {Self}` cannot cross between a plugin and its host",
    label = "both sides would write to a value whose layout they do not share",
    note = "of the standard library's types take the portable twin: `&mut RString`, `&mut RVec<T>`",
    note = "derive `plugin_core::Portable` on a `#[repr(C)]` type of your own"
)]
pub unsafe trait ReferentMut: 'static {
    /// What crosses for `&'a mut Self`.
    type Exclusive<'a>;
    /// Its description.
    const EXCLUSIVE: TypeInfo;
    /// Whether crossing changes nothing.
    const IDENTITY: bool;

    /// Makes the value that crosses.
    fn lend(value: &mut Self) -> Self::Exclusive<'_>;
    /// Takes the value that crossed.
    fn lent(value: Self::Exclusive<'_>) -> &mut Self;
}

// SAFETY: a reference to a sized type is a pointer; what it points to is portable.
unsafe impl<T: Portable> Referent for T {
    type Shared<'a> = &'a T;
    const SHARED: TypeInfo =
        TypeInfo::of::<&T>(kind::REFERENCE, "reference").element(portable_type::<T>);
    const IDENTITY: bool = true;

    fn share(value: &T) -> &T {
        value
    }
    fn shared(value: Self::Shared<'_>) -> &Self {
        value
    }
}

// SAFETY: a reference to a sized type is a pointer; what it points to is portable.
unsafe impl<T: Portable> ReferentMut for T {
    type Exclusive<'a> = &'a mut T;
    const EXCLUSIVE: TypeInfo =
        TypeInfo::of::<&mut T>(kind::REFERENCE_MUT, "reference").element(portable_type::<T>);
    const IDENTITY: bool = true;

    fn lend(value: &mut T) -> &mut T {
        value
    }
    fn lent(value: Self::Exclusive<'_>) -> &mut Self {
        value
    }
}

// SAFETY: the conditions are those of `Referent`.
unsafe impl<T: Referent + ?Sized> Transfer for Ref<T> {
    type Rust<'a> = &'a T;
    type Abi<'a> = T::Shared<'a>;
    const TYPE: TypeInfo = T::SHARED;
    const IDENTITY: bool = <T as Referent>::IDENTITY;

    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        T::share(value)
    }
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        T::shared(value)
    }
}

// SAFETY: the conditions are those of `ReferentMut`.
unsafe impl<T: ReferentMut + ?Sized> Transfer for Mut<T> {
    type Rust<'a> = &'a mut T;
    type Abi<'a> = T::Exclusive<'a>;
    const TYPE: TypeInfo = T::EXCLUSIVE;
    const IDENTITY: bool = <T as ReferentMut>::IDENTITY;

    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        T::lend(value)
    }
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        T::lent(value)
    }
}

// SAFETY: a reference to a portable sized type is a pointer in C.
unsafe impl<T: Portable> RawArgument for Ref<T> {}
// SAFETY: a reference to a portable sized type is a pointer in C.
unsafe impl<T: Portable> RawArgument for Mut<T> {}

// SAFETY: the conditions are those of `Referent`; the flag tells the lifetime apart.
unsafe impl<T: Referent + ?Sized> Transfer for &'static T {
    type Rust<'a> = &'static T;
    type Abi<'a> = T::Shared<'static>;
    const TYPE: TypeInfo = T::SHARED.flags(type_flags::STATIC);
    const IDENTITY: bool = T::IDENTITY;

    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        T::share(value)
    }
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        T::shared(value)
    }
}

// SAFETY: a reference to a portable sized type is a pointer in C.
unsafe impl<T: Portable> RawArgument for &'static T {}

// SAFETY: a reference to a sized type is a pointer; what it points to is portable; the flag tells
// the lifetime apart from a borrow for a call.
unsafe impl<T: Portable> Portable for &'static T {
    const TYPE: TypeInfo = T::SHARED.flags(type_flags::STATIC);
}
