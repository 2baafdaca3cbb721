//! `Option<T>` and `Result<T, E>`.

use super::sequence::{Holds, HoldsAbi, container};
use super::{Portable, Transfer, portable_type, transfer_as_itself, transfer_type};
use crate::abi::{Argument, TypeInfo};

pub use abi_stable::std_types::{ROption, RResult};

// SAFETY: abi_stable declares this type `repr(u8)`, so the declaration fixes its layout; its content
// is portable.
unsafe impl<T: Portable> Portable for ROption<T> {
    const TYPE: TypeInfo = container::<Self>("ROption").arguments(Holds::<T>::ARGUMENTS);
}

struct Outcomes<T, E>(T, E);

impl<T: Portable, E: Portable> Outcomes<T, E> {
    const PORTABLE: &'static [Argument] =
        &[Argument::ty(portable_type::<T>), Argument::ty(portable_type::<E>)];
}

struct OutcomesAbi<T, E>(T, E);

impl<T: Transfer, E: Transfer> OutcomesAbi<T, E> {
    const ARGUMENTS: &'static [Argument] =
        &[Argument::ty(transfer_type::<T>), Argument::ty(transfer_type::<E>)];
}

// SAFETY: as for `ROption`.
unsafe impl<T: Portable, E: Portable> Portable for RResult<T, E> {
    const TYPE: TypeInfo = container::<Self>("RResult").arguments(Outcomes::<T, E>::PORTABLE);
}

transfer_as_itself!([T: Portable] ROption<T>; [T: Portable, E: Portable] RResult<T, E>);

// SAFETY: 1. and 2. what crosses is an `ROption` of what crosses for `T`, and the description says
// so; 3. not claimed.
unsafe impl<T: Transfer> Transfer for Option<T> {
    type Rust<'a> = Option<T::Rust<'a>>;
    type Abi<'a> = ROption<T::Abi<'a>>;
    const TYPE: TypeInfo =
        container::<ROption<T::Abi<'static>>>("ROption").arguments(HoldsAbi::<T>::ARGUMENTS);
    const IDENTITY: bool = false;

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
        .arguments(OutcomesAbi::<T, E>::ARGUMENTS);
    const IDENTITY: bool = false;

    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        value.map(T::into_abi).map_err(E::into_abi).into()
    }
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        value.into_result().map(T::from_abi).map_err(E::from_abi)
    }
}
