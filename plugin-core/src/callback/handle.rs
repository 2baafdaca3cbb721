//! What crosses for a closure, as the side that it crossed to holds it.

use core::fmt;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;

use super::{Callable, Calls, Once, Threads, record};
use crate::abi::CallbackRecord;
use crate::guard::{Origin, result_or_resume};
use crate::signature::Invoke;
use crate::symbol::Signature;
use crate::types::{Owned, Transfer};

/// Names a type, in both directions: neither a longer nor a shorter lifetime in it will do.
pub(super) type Of<V> = fn(*const V) -> *const V;

/// A closure lent for a call, that `V` is the view of.
#[repr(transparent)]
pub struct Lent<'a, V: ?Sized> {
    /// 1. That of a closure which `V` is the view of.
    /// 2. The closure is alive for `'a`; nobody else uses it if it is an `FnMut`.
    record: CallbackRecord,
    lent: PhantomData<(&'a (), Of<V>)>,
}

impl<K, P, R> Lent<'_, Callable<K, P, R>> {
    /// Lends a closure.
    ///
    /// # Safety
    ///
    /// It is alive for the lifetime of the result and, if it is an `FnMut`, borrowed exclusively.
    #[inline]
    pub(super) unsafe fn new<F: ?Sized>(closure: *const F) -> Self
    where
        K: Calls<P, R, F>,
        P: Signature,
        R: Transfer,
    {
        Self { record: record::<K, P, R, F>(closure), lent: PhantomData }
    }

    /// The record of a closure that is lent.
    ///
    /// # Safety
    ///
    /// It comes from such a handle with this view, whose lifetime is no shorter. If the closure is an `FnMut`,
    /// nobody else uses it.
    #[inline]
    pub(super) unsafe fn of(record: CallbackRecord) -> Self {
        Self { record, lent: PhantomData }
    }

    /// The closure's record.
    #[inline]
    pub(super) fn record(self) -> CallbackRecord {
        self.record
    }

    /// The closure without its lifetime.
    ///
    /// # Safety
    ///
    /// The result is used only while `'a` lasts.
    #[inline]
    pub(super) unsafe fn detach(self) -> Lent<'static, Callable<K, P, R>> {
        Lent { record: self.record, lent: PhantomData }
    }

    /// The closure, to be called through `&`.
    #[inline]
    pub(super) fn callable(&self) -> &Callable<K, P, R> {
        // SAFETY: by 1. and 2., since this is borrowed for less than `'a`.
        unsafe { Callable::view(&self.record) }
    }

    /// The closure, to be called through `&mut`.
    #[inline]
    pub(super) fn callable_mut(&mut self) -> &mut Callable<K, P, R> {
        // SAFETY: by 1. and 2., since this is borrowed for less than `'a`, and exclusively.
        unsafe { Callable::view_mut(&mut self.record) }
    }
}

impl<V: ?Sized> fmt::Debug for Lent<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Lent").field(&self.record).finish()
    }
}

/// A closure that was handed over, that `V` is the view of, for the threads that `T` says.
#[repr(transparent)]
pub struct Given<V: ?Sized, T: ?Sized> {
    /// 1. That of a closure which `V` is the view of, made of a box that belongs to this value.
    /// 2. Which threads may use it, is said by `T`.
    record: CallbackRecord,
    view: PhantomData<Of<V>>,
    threads: PhantomData<T>,
}

// SAFETY: by 2.
unsafe impl<V: ?Sized, T: Send + ?Sized> Send for Given<V, T> {}
// SAFETY: by 2.
unsafe impl<V: ?Sized, T: Sync + ?Sized> Sync for Given<V, T> {}

impl<K, P, R, T: Threads> Given<Callable<K, P, R>, T> {
    /// Hands a closure over.
    ///
    /// # Safety
    ///
    /// It borrows nothing, and may be used by the threads that `T` says.
    #[inline]
    pub(super) unsafe fn new<F: ?Sized>(closure: Box<F>) -> Self
    where
        K: Calls<P, R, F>,
        P: Signature,
        R: Transfer,
    {
        Self {
            record: record::<K, P, R, F>(Box::into_raw(closure)),
            view: PhantomData,
            threads: PhantomData,
        }
    }

    /// The closure, to be called through `&`.
    #[inline]
    pub(super) fn callable(&self) -> &Callable<K, P, R> {
        // SAFETY: by 1.
        unsafe { Callable::view(&self.record) }
    }

    /// The closure, to be called through `&mut`.
    #[inline]
    pub(super) fn callable_mut(&mut self) -> &mut Callable<K, P, R> {
        // SAFETY: by 1., and this is borrowed exclusively.
        unsafe { Callable::view_mut(&mut self.record) }
    }
}

impl<P: Invoke, R: Owned, T: Threads> Given<Callable<Once, P, R>, T> {
    /// Calls the closure, which is not dropped, since a call of an `FnOnce` does that.
    #[inline]
    pub(super) fn call_once(self, arguments: P::Arguments<'_>) -> R {
        let closure = ManuallyDrop::new(self);
        // SAFETY: the only call, after which the closure is not used.
        let outcome = unsafe { closure.callable().invoke(arguments) };
        // SAFETY: the outcome of this call.
        unsafe { result_or_resume::<R>(outcome, &Origin::Callback) }
    }
}

impl<V: ?Sized, T: ?Sized> Given<V, T> {
    /// The closure's record, borrowed.
    #[inline]
    pub(super) fn record(&self) -> &CallbackRecord {
        &self.record
    }

    /// The closure's record, borrowed exclusively.
    #[inline]
    pub(super) fn record_mut(&mut self) -> &mut CallbackRecord {
        &mut self.record
    }

    /// The same closure under another name of its view and of its threads.
    ///
    /// # Safety
    ///
    /// The names mean the same.
    #[inline]
    pub(super) unsafe fn renamed<W: ?Sized, U: ?Sized>(self) -> Given<W, U> {
        let closure = ManuallyDrop::new(self);
        Given { record: closure.record, view: PhantomData, threads: PhantomData }
    }
}

impl<V: ?Sized, T: ?Sized> fmt::Debug for Given<V, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Given").field(&self.record).finish()
    }
}

impl<V: ?Sized, T: ?Sized> Drop for Given<V, T> {
    fn drop(&mut self) {
        // SAFETY: by 1. the table of a callback, never unloaded.
        let table = unsafe { &*self.record.table };
        // SAFETY: by 1., and this is the last use.
        unsafe { (table.drop)(self.record.data) };
    }
}
