//! `Option<T>` and `Result<T, E>`.

use super::container::{Holds, HoldsAbi, HoldsTwo, HoldsTwoAbi, container};
use super::{Place, Portable, Transfer, received_by_value, transfer_as_itself};
use crate::abi::TypeInfo;

pub use abi_stable::std_types::{ROption, RResult};

// SAFETY: abi_stable declares this type `repr(u8)`, so the declaration fixes its layout; its content
// is portable.
unsafe impl<T: Portable> Portable for ROption<T> {
    const TYPE: TypeInfo = container::<Self>("ROption").arguments(Holds::<T>::ARGUMENTS);
}

// SAFETY: as for `ROption`.
unsafe impl<T: Portable, E: Portable> Portable for RResult<T, E> {
    const TYPE: TypeInfo = container::<Self>("RResult").arguments(HoldsTwo::<T, E>::ARGUMENTS);
}

transfer_as_itself!([T: Portable] ROption<T>; [T: Portable, E: Portable] RResult<T, E>);

// SAFETY: 1. and 2. what crosses is an `ROption` of what crosses for `T`, and the description says
// so; 3. not claimed.
unsafe impl<T: Transfer> Transfer for Option<T> {
    type Rust<'a> = Option<T::Rust<'a>>;
    type Abi<'a> = ROption<T::Abi<'a>>;
    const TYPE: TypeInfo =
        container::<ROption<T::Abi<'static>>>("ROption").arguments(HoldsAbi::<T>::IN_AN_OPTION);
    const IDENTITY: bool = false;
    const ARGUMENT_ONLY: bool = T::ARGUMENT_ONLY;
    // An `Option<&mut (dyn FnMut() + 'static)>` would not be an `Option<&mut dyn FnMut()>`.
    type Received<'a> = Option<T::Rust<'a>>;

    fn receive<'a>(place: Place<'a, Self::Abi<'a>>) -> Self::Received<'a> {
        place.content().map(|place| T::pass_on(T::receive(place)))
    }
    fn pass_on(value: Self::Received<'_>) -> Self::Rust<'_> {
        value
    }
    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        value.map(T::into_abi).into()
    }
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        value.into_option().map(T::from_abi)
    }
}

// SAFETY: 1. and 2. what crosses is an `RResult` of what crosses for `T` and `E`, and the
// description says so; 3. not claimed.
unsafe impl<T: Transfer, E: Transfer> Transfer for Result<T, E> {
    type Rust<'a> = Result<T::Rust<'a>, E::Rust<'a>>;
    type Abi<'a> = RResult<T::Abi<'a>, E::Abi<'a>>;
    const TYPE: TypeInfo = container::<RResult<T::Abi<'static>, E::Abi<'static>>>("RResult")
        .arguments(HoldsTwoAbi::<T, E>::ARGUMENTS);
    const IDENTITY: bool = false;
    received_by_value!();

    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        value.map(T::into_abi).map_err(E::into_abi).into()
    }
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        value.into_result().map(T::from_abi).map_err(E::from_abi)
    }
}
