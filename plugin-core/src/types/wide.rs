//! 128-bit integers, by value.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "the halves are taken apart and put together bit by bit"
)]

use super::{Transfer, received_by_value};
use crate::abi::{TypeInfo, kind};

/// A 128-bit integer as it crosses: low half, high half, aligned to 16 bytes.
///
/// The layout and passing of `u128` itself changed between compiler versions.
#[repr(C, align(16))]
#[derive(Clone, Copy, Debug)]
pub struct Wide {
    low: u64,
    high: u64,
}

macro_rules! wide {
    ($($ty:ident),+) => {$(
        // SAFETY: 1. `Wide` is a `repr(C)` struct of two `u64`; 2. the name tells the two types
        // apart; 3. not claimed.
        unsafe impl Transfer for $ty {
            type Rust<'a> = Self;
            type Abi<'a> = Wide;
            const TYPE: TypeInfo = TypeInfo::of::<Wide>(kind::PRIMITIVE, stringify!($ty));
            const IDENTITY: bool = false;
    received_by_value!();

            fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
                Wide { low: value as u64, high: (value >> 64) as u64 }
            }
            fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
                (u128::from(value.high) << 64 | u128::from(value.low)) as Self
            }
        }
    )+};
}

wide!(u128, i128);
