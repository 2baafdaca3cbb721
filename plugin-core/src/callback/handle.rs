//! The side that a closure crossed to: handles that call it and, if they own it, drop it.

use core::marker::PhantomData;
use core::mem::ManuallyDrop;

use super::{Callback, table};
use crate::abi::{CallbackData, CallbackRecord};
use crate::guard::{Origin, result_or_resume};
use crate::signature::Invoke;
use crate::types::Transfer;

/// Names a closure's type.
type Of<C> = fn() -> *const C;

/// A closure lent for a call.
#[repr(transparent)]
#[derive(Debug)]
pub struct CallbackRef<'a, C: ?Sized> {
    /// 1. That of a `C`.
    record: CallbackRecord,
    /// 2. Alive for `'a`; nobody else uses it if it is an `FnMut`.
    lent: PhantomData<(&'a (), Of<C>)>,
}

impl<C: Callback + ?Sized> CallbackRef<'_, C> {
    /// Lends a closure, which is a `C` but for its lifetime.
    ///
    /// # Safety
    ///
    /// `closure` points to one that is alive for the lifetime of the result and, if it is an `FnMut`,
    /// is borrowed exclusively.
    #[inline]
    pub(super) unsafe fn new<D: ?Sized>(closure: *const D) -> Self {
        let record = CallbackRecord { data: CallbackData::new(closure), table: table::<C>() };
        Self { record, lent: PhantomData }
    }

    /// The closure without its lifetime.
    ///
    /// # Safety
    ///
    /// The result is called only while `'a` lasts.
    #[inline]
    pub(super) unsafe fn detach(self) -> CallbackFor<C> {
        CallbackFor { record: self.record, ty: PhantomData }
    }
}

/// A closure that may be called.
pub(super) struct CallbackFor<C: ?Sized> {
    /// 1. That of a `C`, which may be called for as long as this is.
    record: CallbackRecord,
    ty: PhantomData<Of<C>>,
}

impl<C: Callback + ?Sized> CallbackFor<C>
where
    C::Parameters: Invoke,
{
    /// Calls the closure; if it panics, so does this.
    #[inline]
    pub(super) fn call<'a>(
        &self,
        arguments: <C::Parameters as crate::symbol::Signature>::Arguments<'a>,
    ) -> <C::Result as Transfer>::Rust<'a> {
        // SAFETY: by 1. the table of a callback, never unloaded.
        let table = unsafe { &*self.record.table };
        // SAFETY: by 1. the shim of a `C`, with its parameters and its result.
        let outcome = unsafe {
            C::Parameters::invoke::<_, C::Result>(table.call, self.record.data, arguments)
        };
        // SAFETY: the outcome of this call.
        unsafe { result_or_resume::<C::Result>(outcome, &Origin::Callback) }
    }
}

/// A closure that was handed over.
#[repr(C)]
pub struct CallbackBox<C: ?Sized, T> {
    /// 1. Made of a box of a `C` that belongs to this value.
    /// 2. Which threads may use it, is said by `T`.
    record: CallbackRecord,
    owns: PhantomData<(T, Of<C>)>,
}

// SAFETY: by 2.
unsafe impl<C: ?Sized, T: Send> Send for CallbackBox<C, T> {}
// SAFETY: by 2.
unsafe impl<C: ?Sized, T: Sync> Sync for CallbackBox<C, T> {}

impl<C: Callback + ?Sized, T> CallbackBox<C, T> {
    /// Hands a closure over.
    ///
    /// # Safety
    ///
    /// The closure may be used by the threads that `T` says.
    #[inline]
    pub(super) unsafe fn new(closure: Box<C>) -> Self {
        let data = CallbackData::new(Box::into_raw(closure));
        Self { record: CallbackRecord { data, table: table::<C>() }, owns: PhantomData }
    }

    /// The closure, to be called while this value exists: an `FnMut` by one caller at a time.
    #[inline]
    pub(super) fn handle(&self) -> CallbackFor<C> {
        CallbackFor { record: self.record, ty: PhantomData }
    }

    /// The closure, to be called once; it is not dropped, since a call of an `FnOnce` does that.
    #[inline]
    pub(super) fn once(self) -> CallbackFor<C> {
        ManuallyDrop::new(self).handle()
    }
}

impl<C: ?Sized, T> Drop for CallbackBox<C, T> {
    fn drop(&mut self) {
        // SAFETY: by 1. the table of a callback, never unloaded.
        let table = unsafe { &*self.record.table };
        // SAFETY: by 1., and this is the last use.
        unsafe { (table.drop)(self.record.data) };
    }
}
