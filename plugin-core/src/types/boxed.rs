//! `Box<T>`, and the pointers that cross as themselves.

use super::container::{Holds, HoldsAbi, container};
use super::{Portable, Transfer, received_by_value, transfer_as_itself};
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

/// A type that crosses in a `Box`.
///
/// # Safety
///
/// As for [`Transfer`], with `Box<Self>` in place of `Self`.
#[diagnostic::on_unimplemented(
    message = "`Box<{Self}>` cannot cross between a plugin and its host",
    label = "cannot be an argument or a result here",
    note = "write `#[plugin_core::interface]` on a trait of your own",
    note = "a boxed callback is `Send`: `Box<dyn Fn(u32) -> String + Send>`, with up to four parameters, each `A`, `&A` or `&mut A`, and an owned result"
)]
pub unsafe trait Boxed: 'static {
    /// The box as Rust code sees it in a call that lasts for `'a`.
    type Rust<'a>;
    /// What crosses for it.
    type Owned<'a>;
    /// Its description.
    const BOXED: TypeInfo;

    /// Makes the value that crosses.
    fn give(value: Self::Rust<'_>) -> Self::Owned<'_>;
    /// Takes the value that crossed.
    fn given(value: Self::Owned<'_>) -> Self::Rust<'_>;
}

// SAFETY: the conditions are those of `Boxed`.
unsafe impl<T: Boxed + ?Sized> Transfer for Box<T> {
    type Rust<'a> = T::Rust<'a>;
    type Abi<'a> = T::Owned<'a>;
    const TYPE: TypeInfo = T::BOXED;
    const IDENTITY: bool = false;
    received_by_value!();

    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        T::give(value)
    }
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        T::given(value)
    }
}

// SAFETY: 1. and 2. what crosses is an `RBox` of what crosses for `T`, and the description says so;
// 3. not claimed.
unsafe impl<T: Transfer> Boxed for T {
    type Rust<'a> = Box<T::Rust<'a>>;
    type Owned<'a> = RBox<T::Abi<'a>>;
    const BOXED: TypeInfo =
        container::<RBox<T::Abi<'static>>>("RBox").arguments(HoldsAbi::<T>::ARGUMENTS);

    fn give<'a>(value: Self::Rust<'a>) -> Self::Owned<'a> {
        if T::IDENTITY {
            let content = Box::into_raw(value).cast::<T::Abi<'a>>();
            // SAFETY: from `into_raw`; by `Transfer` 3 the types can be transmuted, so size,
            // alignment and validity agree.
            RBox::from_box(unsafe { Box::from_raw(content) })
        } else {
            RBox::new(T::into_abi(*value))
        }
    }
    fn given<'a>(value: Self::Owned<'a>) -> Self::Rust<'a> {
        if T::IDENTITY {
            let content = Box::into_raw(RBox::into_box(value)).cast::<T::Rust<'a>>();
            // SAFETY: as in `give`.
            unsafe { Box::from_raw(content) }
        } else {
            Box::new(T::from_abi(RBox::into_inner(value)))
        }
    }
}
