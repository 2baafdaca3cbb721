//! Which threads may use a closure.

use core::marker::PhantomData;

use crate::abi::type_flags;

/// Which threads may use a closure: as much as may use a value of this type.
pub trait Threads: 'static {
    /// What the closure's description says of it.
    const FLAGS: u32;
}

/// Only the one that it was passed on.
#[derive(Debug)]
pub(super) struct OneThread(PhantomData<*mut ()>);

/// Any one at a time.
#[derive(Debug)]
pub struct AnyThread(PhantomData<core::cell::Cell<()>>);

/// Any, several at once.
#[derive(Debug)]
pub struct AnyThreads;

/// Threads that may use an `F`. Not for people to implement.
///
/// # Safety
///
/// They may.
pub unsafe trait Allows<F>: Threads {}

// SAFETY: any thread at a time may use what is `Send`.
unsafe impl<F: Send> Allows<F> for AnyThread {}
// SAFETY: all threads at once may use what is `Sync`, too.
unsafe impl<F: Send + Sync> Allows<F> for AnyThreads {}

impl Threads for OneThread {
    const FLAGS: u32 = 0;
}

impl Threads for AnyThread {
    const FLAGS: u32 = type_flags::SEND;
}

impl Threads for AnyThreads {
    const FLAGS: u32 = type_flags::SEND | type_flags::SYNC;
}
