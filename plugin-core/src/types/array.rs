//! `[T; N]`.

use super::{Portable, Transfer, portable_type, received_by_value};
use crate::abi::{TypeInfo, kind};

// SAFETY: arrays are laid out without gaps; length and element are in the description; the element
// is portable.
unsafe impl<T: Portable, const N: usize> Portable for [T; N] {
    const TYPE: TypeInfo =
        TypeInfo::of::<Self>(kind::ARRAY, "array").element(portable_type::<T>).len(N);
}

/// An array as it crosses by value: C passes no arrays, only structs that hold one.
#[repr(C)]
#[derive(Debug)]
pub struct Array<T, const N: usize> {
    elements: [T; N],
}

// SAFETY: 1. a `repr(C)` struct around a portable array that the assertions show to be larger than
// zero; 2. the description is the array's; 3. the struct has one field and no padding.
unsafe impl<T: Portable, const N: usize> Transfer for [T; N] {
    type Rust<'a> = Self;
    type Abi<'a> = Array<T, N>;
    const TYPE: TypeInfo = <Self as Portable>::TYPE;
    const IDENTITY: bool = true;
    received_by_value!();

    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        const { assert!(size_of::<Self>() > 0, "a zero-sized array cannot cross by value") };
        Array { elements: value }
    }
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        const { assert!(size_of::<Self>() > 0, "a zero-sized array cannot cross by value") };
        value.elements
    }
}
