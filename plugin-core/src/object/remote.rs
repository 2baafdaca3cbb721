//! The handle that stands for an object of another binary.

use core::ffi::c_void;
use core::marker::PhantomData;
use std::sync::Arc;

use super::Interface;
use crate::abi::{ObjectRecord, ObjectTable};

/// Names an interface.
type Of<I> = fn() -> *const I;

/// An object of another binary, or of this one on its way.
///
/// The macro implements the trait for it.
#[repr(C)]
pub struct Remote<I: ?Sized, O: Ownership> {
    /// 1. An object of interface `I`, alive for as long as this value, with its table.
    /// 2. It is this value's to use as `O` says: to drop, or only to look at.
    record: ObjectRecord,
    owns: PhantomData<(O, Of<I>)>,
}

// SAFETY: whatever is done with the object, it is by `I`, whose objects any thread may own.
unsafe impl<I: ?Sized + Send, O: Ownership> Send for Remote<I, O> {}
// SAFETY: as above: `I`'s objects may be used by several threads at once.
unsafe impl<I: ?Sized + Sync, O: Ownership> Sync for Remote<I, O> {}

/// How a [`Remote`] holds its object.
pub trait Ownership: 'static {
    /// What drops the object, if the handle is to.
    #[doc(hidden)]
    fn release(table: &ObjectTable) -> Option<unsafe extern "C" fn(*mut c_void)>;
}

/// Somebody else drops the object.
#[derive(Debug)]
pub enum Lent {}
/// The object is in a box.
#[derive(Debug)]
pub enum InBox {}
/// The object is counted, and this is one of the counts.
#[derive(Debug)]
pub enum InArc {}

impl Ownership for Lent {
    fn release(_: &ObjectTable) -> Option<unsafe extern "C" fn(*mut c_void)> {
        None
    }
}

impl Ownership for InBox {
    fn release(table: &ObjectTable) -> Option<unsafe extern "C" fn(*mut c_void)> {
        Some(table.drop_box)
    }
}

impl Ownership for InArc {
    fn release(table: &ObjectTable) -> Option<unsafe extern "C" fn(*mut c_void)> {
        Some(table.drop_arc)
    }
}

/// An object with its table.
pub(super) fn record<I: Interface + ?Sized>(object: &I::Object<'_>) -> ObjectRecord {
    let data = core::ptr::from_ref(object).cast::<c_void>().cast_mut();
    ObjectRecord { data, table: I::table(object).as_ptr() }
}

impl<I: Interface + ?Sized> Remote<I, InBox> {
    /// Hands an object over.
    pub fn from_box(object: Box<I::Object<'static>>) -> Self {
        let table = I::table(&object).as_ptr();
        let data = Box::into_raw(object).cast::<c_void>();
        Self { record: ObjectRecord { data, table }, owns: PhantomData }
    }
}

impl<I: Interface + ?Sized> Remote<I, InArc> {
    /// Hands one count of an object over.
    pub fn from_arc(object: Arc<I::Object<'static>>) -> Self {
        let table = I::table(&object).as_ptr();
        let data = Arc::into_raw(object).cast::<c_void>().cast_mut();
        Self { record: ObjectRecord { data, table }, owns: PhantomData }
    }
}

impl<I: ?Sized, O: Ownership> Remote<I, O> {
    /// The object and its table.
    #[inline]
    pub(super) fn record(&self) -> ObjectRecord {
        self.record
    }

    /// The table.
    #[inline]
    pub(super) fn table(&self) -> &'static ObjectTable {
        // SAFETY: by 1. a table, never unloaded.
        unsafe { &*self.record.table }
    }
}

impl<I: ?Sized, O: Ownership> Drop for Remote<I, O> {
    fn drop(&mut self) {
        if let Some(release) = O::release(self.table()) {
            // SAFETY: by 2., and this is the last use.
            unsafe { release(self.record.data) };
        }
    }
}

/// An object lent for a call.
#[repr(transparent)]
#[derive(Debug)]
pub struct ObjectRef<'a, I: ?Sized> {
    remote: Remote<I, Lent>,
    lent: PhantomData<&'a ()>,
}

impl<'a, I: Interface + ?Sized> ObjectRef<'a, I> {
    /// Lends an object.
    #[inline]
    pub fn new(object: &'a I::Object<'a>) -> Self {
        let remote = Remote { record: record::<I>(object), owns: PhantomData };
        Self { remote, lent: PhantomData }
    }

    /// Lends an object exclusively.
    #[inline]
    pub fn new_mut(object: &'a mut I::Object<'a>) -> Self {
        let table = I::table(object).as_ptr();
        let data = core::ptr::from_mut(object).cast::<c_void>();
        let remote = Remote { record: ObjectRecord { data, table }, owns: PhantomData };
        Self { remote, lent: PhantomData }
    }

    /// The handle, to be used as `&mut` only if this was made of one.
    #[inline]
    pub(crate) fn remote(&'a mut self) -> &'a mut Remote<I, Lent> {
        &mut self.remote
    }
}

impl<I: ?Sized> Remote<I, Lent> {
    /// The handle of an exported object.
    ///
    /// # Safety
    ///
    /// `record` points to an object of interface `I` that is never dropped, with its table.
    #[inline]
    pub(super) unsafe fn exported<'a>(record: *const ObjectRecord) -> &'a Self {
        // SAFETY: `Self` is a record and nothing else; the caller's promise.
        unsafe { &*record.cast::<Self>() }
    }
}
