//! Numbers, `bool`, `char`, `()` and their atomic and non-zero forms.

use core::marker::PhantomData;
use core::num::{
    NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroIsize, NonZeroU8, NonZeroU16, NonZeroU32,
    NonZeroU64, NonZeroUsize,
};
use core::sync::atomic::{
    AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicU8, AtomicU16,
    AtomicU32, AtomicU64, AtomicUsize,
};

use super::container::Holds;
use super::{Portable, Transfer, received_by_value, transfer_as_itself};
use crate::abi::{TypeInfo, kind};

macro_rules! primitives {
    ($($ty:ident),+ $(,)?) => {$(
        // SAFETY: the language and the platform fix the layout of this type; the name identifies it.
        unsafe impl Portable for $ty {
            const TYPE: TypeInfo = TypeInfo::of::<Self>(kind::PRIMITIVE, stringify!($ty));
        }
        transfer_as_itself!([] $ty);
    )+};
}

primitives!(
    u8,
    u16,
    u32,
    u64,
    usize,
    i8,
    i16,
    i32,
    i64,
    isize,
    f32,
    f64,
    bool,
    char,
    AtomicBool,
    AtomicI8,
    AtomicI16,
    AtomicI32,
    AtomicI64,
    AtomicIsize,
    AtomicU8,
    AtomicU16,
    AtomicU32,
    AtomicU64,
    AtomicUsize,
    NonZeroI8,
    NonZeroI16,
    NonZeroI32,
    NonZeroI64,
    NonZeroIsize,
    NonZeroU8,
    NonZeroU16,
    NonZeroU32,
    NonZeroU64,
    NonZeroUsize,
);

macro_rules! optional_non_zero {
    ($($ty:ident),+ $(,)?) => {$(
        // SAFETY: `Option` of a non-zero integer is promised to have the integer's layout, with zero
        // for `None`.
        unsafe impl Portable for Option<$ty> {
            const TYPE: TypeInfo = TypeInfo::of::<Self>(
                kind::PRIMITIVE,
                concat!("Option<", stringify!($ty), ">"),
            );
        }
    )+};
}

optional_non_zero!(
    NonZeroI8,
    NonZeroI16,
    NonZeroI32,
    NonZeroI64,
    NonZeroIsize,
    NonZeroU8,
    NonZeroU16,
    NonZeroU32,
    NonZeroU64,
    NonZeroUsize,
);

// SAFETY: a zero-sized type without contents.
unsafe impl Portable for () {
    const TYPE: TypeInfo = TypeInfo::of::<Self>(kind::UNIT, "()");
}

// SAFETY: a zero-sized type without contents; as a field it tells `T` apart.
unsafe impl<T: Portable> Portable for PhantomData<T> {
    const TYPE: TypeInfo =
        TypeInfo::of::<Self>(kind::UNIT, "PhantomData").arguments(Holds::<T>::ARGUMENTS);
}

/// How a zero-sized value crosses: as one byte that means nothing.
///
/// C has no zero-sized values, and compilers disagree on how to pass one.
#[repr(transparent)]
#[derive(Clone, Copy, Debug)]
pub struct Unit(u8);

impl Unit {
    /// The one value.
    pub const VALUE: Self = Self(0);
}

// SAFETY: 1. `Unit` is a byte; the description says `()`, for which nothing else crosses; 2. every
// byte is accepted; 3. not claimed.
unsafe impl Transfer for () {
    type Rust<'a> = ();
    type Abi<'a> = Unit;
    // Its size is that of the byte, which tells it from `()` as an element.
    const TYPE: TypeInfo = TypeInfo::of::<Unit>(kind::UNIT, "()");
    const IDENTITY: bool = false;
    received_by_value!();

    fn into_abi((): Self::Rust<'_>) -> Self::Abi<'_> {
        Unit::VALUE
    }
    fn from_abi(_: Self::Abi<'_>) -> Self::Rust<'_> {}
}
