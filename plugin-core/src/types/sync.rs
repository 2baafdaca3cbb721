//! Locks that both sides may take.

use super::Portable;
use super::container::{Holds, container};
use super::transfer_as_itself;
use crate::abi::TypeInfo;

pub use abi_stable::external_types::{RMutex, RRwLock};

// SAFETY: abi_stable fixes the layout of this type in its version, which the description names; it
// locks through functions of the binary that made it; its content is portable.
unsafe impl<T: Portable> Portable for RMutex<T> {
    const TYPE: TypeInfo = container::<Self>("RMutex").arguments(Holds::<T>::ARGUMENTS);
}

// SAFETY: as for `RMutex`.
unsafe impl<T: Portable> Portable for RRwLock<T> {
    const TYPE: TypeInfo = container::<Self>("RRwLock").arguments(Holds::<T>::ARGUMENTS);
}

transfer_as_itself!([T: Portable] RMutex<T>; [T: Portable] RRwLock<T>);
