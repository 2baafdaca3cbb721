//! The descriptions of containers: their names, and the generic arguments that tell what they hold.
//!
//! In constants of their own, because a slice in a generic constant lives for ever only there.

use super::{Portable, Transfer, argument_type, portable_type, transfer_type};
use crate::abi::{Argument, TypeInfo, kind};

/// A container of `abi_stable`, whose layout its version fixes.
pub(crate) const fn container<T>(name: &'static str) -> TypeInfo {
    TypeInfo::of::<T>(kind::CONTAINER, name).defined_in("abi_stable", "abi_stable", "0.11")
}

/// The generic arguments of a container that holds portable values.
pub(crate) struct Holds<T>(T);

impl<T: Portable> Holds<T> {
    pub(crate) const ARGUMENTS: &'static [Argument] = &[Argument::ty(portable_type::<T>)];
}

/// The generic arguments of a container that holds values as they cross.
pub(crate) struct HoldsAbi<T>(T);

impl<T: Transfer> HoldsAbi<T> {
    pub(crate) const ARGUMENTS: &'static [Argument] = &[Argument::ty(transfer_type::<T>)];
    /// An option may be an argument of what can only be one.
    pub(crate) const IN_AN_OPTION: &'static [Argument] = &[Argument::ty(argument_type::<T>)];
}

/// The generic arguments of a container that holds two kinds of portable values.
pub(crate) struct HoldsTwo<A, B>(A, B);

impl<A: Portable, B: Portable> HoldsTwo<A, B> {
    pub(crate) const ARGUMENTS: &'static [Argument] =
        &[Argument::ty(portable_type::<A>), Argument::ty(portable_type::<B>)];
}

/// The generic arguments of a container that holds two kinds of values as they cross.
pub(crate) struct HoldsTwoAbi<A, B>(A, B);

impl<A: Transfer, B: Transfer> HoldsTwoAbi<A, B> {
    pub(crate) const ARGUMENTS: &'static [Argument] =
        &[Argument::ty(transfer_type::<A>), Argument::ty(transfer_type::<B>)];
}
