//! `Vec<T>`, `&[T]` and `&mut [T]`.

use core::mem::ManuallyDrop;

use super::container::{Holds, HoldsAbi, container};
use super::{
    Place, Portable, RVec, RawArgument, Referent, ReferentMut, Transfer, portable_type,
    received_by_value, transfer_as_itself,
};
use crate::abi::{TypeInfo, kind, type_flags};

pub use abi_stable::std_types::{RSlice, RSliceMut};

// SAFETY: abi_stable fixes the layout of this type in its version, which the description names; it
// drops and grows through functions of the binary that made it; its elements are portable.
unsafe impl<T: Portable> Portable for RVec<T> {
    const TYPE: TypeInfo = container::<Self>("RVec").arguments(Holds::<T>::ARGUMENTS);
}
transfer_as_itself!([T: Portable] RVec<T>);

// SAFETY: 1. and 2. what crosses is an `RVec` of what crosses for `T`, and the description says so;
// 3. not claimed.
unsafe impl<T: Transfer> Transfer for Vec<T> {
    type Rust<'a> = Vec<T::Rust<'a>>;
    type Abi<'a> = RVec<T::Abi<'a>>;
    const TYPE: TypeInfo =
        container::<RVec<T::Abi<'static>>>("RVec").arguments(HoldsAbi::<T>::ARGUMENTS);
    const IDENTITY: bool = false;
    received_by_value!();

    fn into_abi<'a>(value: Self::Rust<'a>) -> Self::Abi<'a> {
        if T::IDENTITY {
            let mut value = ManuallyDrop::new(value);
            let (ptr, len, capacity) = (value.as_mut_ptr(), value.len(), value.capacity());
            // SAFETY: the parts of a vector that is not used again; by `Transfer` 3 the element
            // types can be transmuted, so size, alignment and validity agree.
            unsafe { Vec::from_raw_parts(ptr.cast::<T::Abi<'a>>(), len, capacity) }.into()
        } else {
            value.into_iter().map(T::into_abi).collect::<Vec<_>>().into()
        }
    }
    fn from_abi<'a>(value: Self::Abi<'a>) -> Self::Rust<'a> {
        if T::IDENTITY {
            let mut value = ManuallyDrop::new(value.into_vec());
            let (ptr, len, capacity) = (value.as_mut_ptr(), value.len(), value.capacity());
            // SAFETY: as in `into_abi`.
            unsafe { Vec::from_raw_parts(ptr.cast::<T::Rust<'a>>(), len, capacity) }
        } else {
            value.into_vec().into_iter().map(T::from_abi).collect()
        }
    }
}

/// The description of a borrowed slice.
const fn slice<T: Portable>() -> TypeInfo {
    TypeInfo::of::<RSlice<'static, T>>(kind::SLICE, "slice").element(portable_type::<T>)
}

// SAFETY: 1. `RSlice` is a `repr(C)` pair of pointer and length; 2. only slices have this kind, and
// the description names the portable element; 3. not claimed.
unsafe impl<T: Portable> Referent for [T] {
    type Rust<'a> = &'a [T];
    type Shared<'a> = RSlice<'a, T>;
    const SHARED: TypeInfo = slice::<T>();
    const IDENTITY: bool = false;

    fn share(value: Self::Rust<'_>) -> Self::Shared<'_> {
        value.into()
    }
    fn shared<'a>(place: Place<'a, RSlice<'a, T>>) -> &'a Self {
        place.take().as_slice()
    }
    fn lasting(value: &Self) -> &Self {
        value
    }
}

// SAFETY: as for `&[T]`, with a kind of its own.
unsafe impl<T: Portable> ReferentMut for [T] {
    type Rust<'a> = &'a mut [T];
    type Exclusive<'a> = RSliceMut<'a, T>;
    const EXCLUSIVE: TypeInfo =
        TypeInfo::of::<RSliceMut<'static, T>>(kind::SLICE_MUT, "slice").element(portable_type::<T>);
    const IDENTITY: bool = false;

    fn lend(value: Self::Rust<'_>) -> Self::Exclusive<'_> {
        value.into()
    }
    fn lent<'a>(place: Place<'a, RSliceMut<'a, T>>) -> &'a mut Self {
        place.take().into_mut_slice()
    }
    fn lasting(value: &mut Self) -> &mut Self {
        value
    }
}

// SAFETY: as `&[T]`, in the spelling that crosses.
unsafe impl<T: Portable> Transfer for RSlice<'static, T> {
    type Rust<'a> = RSlice<'a, T>;
    type Abi<'a> = RSlice<'a, T>;
    const TYPE: TypeInfo = slice::<T>();
    const IDENTITY: bool = true;
    received_by_value!();

    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        value
    }
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        value
    }
}

// SAFETY: a `repr(C)` struct of pointer and length.
unsafe impl<T: Portable> RawArgument for RSlice<'static, T> {}

// SAFETY: as `&[T]`; the flag says that it lasts for ever.
unsafe impl<T: Portable> Portable for RSlice<'static, T> {
    const TYPE: TypeInfo = slice::<T>().flags(type_flags::STATIC);
}
