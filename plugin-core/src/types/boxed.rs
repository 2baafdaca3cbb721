//! `Box<T>`, and the pointers that cross as themselves.

use super::container::{Holds, HoldsAbi, container};
use super::{Portable, Transfer, transfer_as_itself};
use crate::abi::TypeInfo;

pub use abi_stable::std_types::{RArc, RBox};

// SAFETY: abi_stable fixes the layout of this type in its version, which the description names; it
// drops through a function of the binary that made it; its content is portable.
unsafe impl<T: Portable> Portable for RBox<T> {
    const TYPE: TypeInfo = container::<Self>("RBox").arguments(Holds::<T>::ARGUMENTS);
}

// SAFETY: as for `RBox`; the counts are touched only by functions of the binary that made it.
unsafe impl<T: Portable> Portable for RArc<T> {
    const TYPE: TypeInfo = container::<Self>("RArc").arguments(Holds::<T>::ARGUMENTS);
}

transfer_as_itself!([T: Portable] RBox<T>; [T: Portable] RArc<T>);

// SAFETY: 1. and 2. what crosses is an `RBox` of what crosses for `T`, and the description says so;
// 3. not claimed.
unsafe impl<T: Transfer> Transfer for Box<T> {
    type Rust<'a> = Box<T::Rust<'a>>;
    type Abi<'a> = RBox<T::Abi<'a>>;
    const TYPE: TypeInfo =
        container::<RBox<T::Abi<'static>>>("RBox").arguments(HoldsAbi::<T>::ARGUMENTS);
    const IDENTITY: bool = false;

    fn into_abi<'a>(value: Self::Rust<'a>) -> Self::Abi<'a> {
        if T::IDENTITY {
            let content = Box::into_raw(value).cast::<T::Abi<'a>>();
            // SAFETY: from `into_raw`; by `Transfer` 3 the types can be transmuted, so size,
            // alignment and validity agree.
            RBox::from_box(unsafe { Box::from_raw(content) })
        } else {
            RBox::new(T::into_abi(*value))
        }
    }
    fn from_abi<'a>(value: Self::Abi<'a>) -> Self::Rust<'a> {
        if T::IDENTITY {
            let content = Box::into_raw(RBox::into_box(value)).cast::<T::Rust<'a>>();
            // SAFETY: as in `into_abi`.
            unsafe { Box::from_raw(content) }
        } else {
            Box::new(T::from_abi(RBox::into_inner(value)))
        }
    }
}
