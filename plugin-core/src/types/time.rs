//! `Duration`.

use core::time::Duration;

use super::container::container;
use super::{Portable, Transfer, received_by_value, transfer_as_itself};
use crate::abi::TypeInfo;

pub use abi_stable::std_types::RDuration;

// SAFETY: abi_stable declares this type `repr(C)`, with seconds and nanoseconds.
unsafe impl Portable for RDuration {
    const TYPE: TypeInfo = container::<Self>("RDuration");
}
transfer_as_itself!([] RDuration);

// SAFETY: 1. and 2. what crosses is an `RDuration`, and its description says so; 3. not claimed.
unsafe impl Transfer for Duration {
    type Rust<'a> = Self;
    type Abi<'a> = RDuration;
    const TYPE: TypeInfo = <RDuration as Portable>::TYPE;
    const IDENTITY: bool = false;
    received_by_value!();

    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        value.into()
    }
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        value.into()
    }
}
