//! References, and the markers that stand for them where a lifetime cannot be written.

use core::marker::PhantomData;
use core::mem::ManuallyDrop;

use super::{Place, Portable, RawArgument, Transfer, portable_type, received_by_value};
use crate::abi::{TypeInfo, kind, type_flags};

/// Stands for `&T` with the lifetime of the call.
///
/// `fn(&str) -> String` can be looked up as it is. Where the reference stands inside another type,
/// or behind the fourth parameter, the marker takes its place: `fn(Option<Ref<str>>) -> bool` looks up
/// `fn(Option<&str>) -> bool`, and is called with an `Option<&str>`. So it does for an object or a
/// callback, whose type has a lifetime of its own: `fn(Ref<dyn Filter>)` looks up `fn(&dyn Filter)`.
#[derive(Debug)]
pub struct Ref<T: ?Sized>(PhantomData<fn() -> *const T>);

/// Stands for `&mut T` with the lifetime of the call; see [`Ref`].
#[derive(Debug)]
pub struct Mut<T: ?Sized>(PhantomData<fn() -> *mut T>);

/// A type that crosses behind `&`.
///
/// # Safety
///
/// As for [`Transfer`], with `Shared<'a>` as `Abi<'a>` and `&'a Self` as `Received<'a>`.
#[diagnostic::on_unimplemented(
    message = "`&{Self}` cannot cross between a plugin and its host",
    label = "both sides would look at a value whose layout they do not share",
    note = "of the standard library's types take the slice: `&str` for `&String`, `&[T]` for `&Vec<T>`; or pass the value",
    note = "derive `plugin_core::Portable` on a `#[repr(C)]` type of your own, and write `#[plugin_core::interface]` on a trait of your own",
    note = "the parameters of a callback are each `A`, `&A` or `&mut A`, up to four"
)]
pub unsafe trait Referent: 'static {
    /// The reference that a caller passes: `&'a Self`, or for trait objects, which may borrow what
    /// lives as long as the call, `&'a (dyn Trait + 'a)`.
    type Rust<'a>;
    /// What crosses for it.
    type Shared<'a>;
    /// Its description.
    const SHARED: TypeInfo;
    /// Whether crossing changes nothing.
    const IDENTITY: bool;
    /// See [`Transfer::ARGUMENT_ONLY`].
    const ARGUMENT_ONLY: bool = false;

    /// Makes the value that crosses.
    fn share(value: Self::Rust<'_>) -> Self::Shared<'_>;
    /// Takes the value that crossed.
    fn shared<'a>(place: Place<'a, Self::Shared<'a>>) -> &'a Self;
    /// A reference as a caller passes it.
    fn lasting(value: &Self) -> Self::Rust<'_>;
}

/// A type that crosses behind `&mut`.
///
/// # Safety
///
/// As for [`Transfer`], with `Exclusive<'a>` as `Abi<'a>` and `&'a mut Self` as `Received<'a>`.
#[diagnostic::on_unimplemented(
    message = "`&mut {Self}` cannot cross between a plugin and its host",
    label = "both sides would write to a value whose layout they do not share",
    note = "of the standard library's types take the portable twin: `&mut RString`, `&mut RVec<T>`",
    note = "derive `plugin_core::Portable` on a `#[repr(C)]` type of your own, and write `#[plugin_core::interface]` on a trait of your own"
)]
pub unsafe trait ReferentMut: 'static {
    /// The reference that a caller passes; see [`Referent::Rust`].
    type Rust<'a>;
    /// What crosses for it.
    type Exclusive<'a>;
    /// Its description.
    const EXCLUSIVE: TypeInfo;
    /// Whether crossing changes nothing.
    const IDENTITY: bool;
    /// See [`Transfer::ARGUMENT_ONLY`].
    const ARGUMENT_ONLY: bool = false;

    /// Makes the value that crosses.
    fn lend(value: Self::Rust<'_>) -> Self::Exclusive<'_>;
    /// Takes the value that crossed.
    fn lent<'a>(place: Place<'a, Self::Exclusive<'a>>) -> &'a mut Self;
    /// A reference as a caller passes it.
    fn lasting(value: &mut Self) -> Self::Rust<'_>;
}

/// A type whose references are all alike, whatever is behind them.
pub trait Plain: for<'a> Referent<Rust<'a> = &'a Self> {}

impl<T: ?Sized + for<'a> Referent<Rust<'a> = &'a T>> Plain for T {}

// SAFETY: a reference to a sized type is a pointer; what it points to is portable.
unsafe impl<T: Portable> Referent for T {
    type Rust<'a> = &'a T;
    type Shared<'a> = &'a T;
    const SHARED: TypeInfo =
        TypeInfo::of::<&T>(kind::REFERENCE, "reference").element(portable_type::<T>);
    const IDENTITY: bool = true;

    fn share(value: Self::Rust<'_>) -> Self::Shared<'_> {
        value
    }
    fn shared<'a>(place: Place<'a, Self::Shared<'a>>) -> &'a Self {
        place.take()
    }
    fn lasting(value: &Self) -> Self::Rust<'_> {
        value
    }
}

// SAFETY: a reference to a sized type is a pointer; what it points to is portable.
unsafe impl<T: Portable> ReferentMut for T {
    type Rust<'a> = &'a mut T;
    type Exclusive<'a> = &'a mut T;
    const EXCLUSIVE: TypeInfo =
        TypeInfo::of::<&mut T>(kind::REFERENCE_MUT, "reference").element(portable_type::<T>);
    const IDENTITY: bool = true;

    fn lend(value: Self::Rust<'_>) -> Self::Exclusive<'_> {
        value
    }
    fn lent<'a>(place: Place<'a, Self::Exclusive<'a>>) -> &'a mut Self {
        place.take()
    }
    fn lasting(value: &mut Self) -> Self::Rust<'_> {
        value
    }
}

// SAFETY: the conditions are those of `Referent`.
unsafe impl<T: Referent + ?Sized> Transfer for Ref<T> {
    type Rust<'a> = T::Rust<'a>;
    type Received<'a> = &'a T;
    type Abi<'a> = T::Shared<'a>;
    const TYPE: TypeInfo = T::SHARED;
    const IDENTITY: bool = <T as Referent>::IDENTITY;
    const ARGUMENT_ONLY: bool = T::ARGUMENT_ONLY;

    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        T::share(value)
    }
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        const { assert!(!T::ARGUMENT_ONLY, "what can only be an argument arrives in its place") };
        let mut value = ManuallyDrop::new(value);
        // SAFETY: by `Transfer` 4, nothing is left behind in the place.
        let place = unsafe { Place::new(&mut value) };
        T::lasting(T::shared(place))
    }
    fn receive<'a>(place: Place<'a, Self::Abi<'a>>) -> Self::Received<'a> {
        T::shared(place)
    }
    fn pass_on(value: Self::Received<'_>) -> Self::Rust<'_> {
        T::lasting(value)
    }
}

// SAFETY: the conditions are those of `ReferentMut`.
unsafe impl<T: ReferentMut + ?Sized> Transfer for Mut<T> {
    type Rust<'a> = T::Rust<'a>;
    type Received<'a> = &'a mut T;
    type Abi<'a> = T::Exclusive<'a>;
    const TYPE: TypeInfo = T::EXCLUSIVE;
    const IDENTITY: bool = <T as ReferentMut>::IDENTITY;
    const ARGUMENT_ONLY: bool = T::ARGUMENT_ONLY;

    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        T::lend(value)
    }
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        const { assert!(!T::ARGUMENT_ONLY, "what can only be an argument arrives in its place") };
        let mut value = ManuallyDrop::new(value);
        // SAFETY: by `Transfer` 4, nothing is left behind in the place.
        let place = unsafe { Place::new(&mut value) };
        T::lasting(T::lent(place))
    }
    fn receive<'a>(place: Place<'a, Self::Abi<'a>>) -> Self::Received<'a> {
        T::lent(place)
    }
    fn pass_on(value: Self::Received<'_>) -> Self::Rust<'_> {
        T::lasting(value)
    }
}

// SAFETY: a reference to a portable sized type is a pointer in C.
unsafe impl<T: Portable> RawArgument for Ref<T> {}
// SAFETY: a reference to a portable sized type is a pointer in C.
unsafe impl<T: Portable> RawArgument for Mut<T> {}

// SAFETY: the conditions are those of `Referent`; the flag tells the lifetime apart.
unsafe impl<T: Plain + ?Sized> Transfer for &'static T {
    type Rust<'a> = &'static T;
    type Abi<'a> = T::Shared<'static>;
    const TYPE: TypeInfo = T::SHARED.flags(type_flags::STATIC);
    const IDENTITY: bool = <T as Referent>::IDENTITY;
    received_by_value!();

    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        T::share(value)
    }
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        <Ref<T> as Transfer>::from_abi(value)
    }
}

// SAFETY: a reference to a portable sized type is a pointer in C.
unsafe impl<T: Portable> RawArgument for &'static T {}

// SAFETY: a reference to a sized type is a pointer; what it points to is portable; the flag tells
// the lifetime apart from a borrow for a call.
unsafe impl<T: Portable> Portable for &'static T {
    const TYPE: TypeInfo = T::SHARED.flags(type_flags::STATIC);
}
