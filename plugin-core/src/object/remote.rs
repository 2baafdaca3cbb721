//! The handle that stands for an object of another binary. When a handle crosses in turn, its object does:
//! one that goes to and fro stays one call away.

use core::any::TypeId;
use core::ffi::c_void;
use core::marker::PhantomData;
use core::mem::transmute;
use std::sync::Arc;

use super::Interface;
use super::verdicts::check;
use crate::abi::{ObjectRecord, ObjectTable, TypeInfo};
use crate::types::{Boxed, Transfer, received_by_value};

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
    /// Whether nobody else uses the object while the handle is borrowed exclusively.
    const EXCLUSIVE: bool;
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
    const EXCLUSIVE: bool = true;

    fn release(_: &ObjectTable) -> Option<unsafe extern "C" fn(*mut c_void)> {
        None
    }
}

impl Ownership for InBox {
    const EXCLUSIVE: bool = true;

    fn release(table: &ObjectTable) -> Option<unsafe extern "C" fn(*mut c_void)> {
        Some(table.drop_box)
    }
}

impl Ownership for InArc {
    // Other binaries have counts of their own.
    const EXCLUSIVE: bool = false;

    fn release(table: &ObjectTable) -> Option<unsafe extern "C" fn(*mut c_void)> {
        Some(table.drop_arc)
    }
}

/// Which [`Remote`] an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Lent,
    InBox,
    InArc,
}

impl Holds {
    /// Whether `T` is a handle of interface `I`.
    #[inline]
    pub(super) fn of<I: ?Sized + 'static, T>() -> Option<Self> {
        let ty = type_id::<T>();
        if ty == TypeId::of::<Remote<I, Lent>>() {
            Some(Self::Lent)
        } else if ty == TypeId::of::<Remote<I, InBox>>() {
            Some(Self::InBox)
        } else if ty == TypeId::of::<Remote<I, InArc>>() {
            Some(Self::InArc)
        } else {
            None
        }
    }
}

/// The identity of a type but for its lifetimes, which tells it from every type without any.
#[inline]
fn type_id<T>() -> TypeId {
    trait Identity {
        fn id(&self) -> TypeId
        where
            Self: 'static;
    }
    impl<T> Identity for PhantomData<T> {
        #[inline]
        fn id(&self) -> TypeId
        where
            Self: 'static,
        {
            TypeId::of::<T>()
        }
    }
    let identity: &dyn Identity = &PhantomData::<T>;
    // SAFETY: only the lifetimes inside the type are forgotten, of which there is no value.
    let identity = unsafe { transmute::<&dyn Identity, &(dyn Identity + 'static)>(identity) };
    identity.id()
}

/// An object with its table, also if it is a handle: as others look it up, who compare the interface of that
/// table alone.
pub(crate) fn exported_record<I: Interface + ?Sized>(object: &I::Object<'_>) -> ObjectRecord {
    let data = core::ptr::from_ref(object).cast::<c_void>().cast_mut();
    ObjectRecord { data, table: I::table(object).as_ptr() }
}

/// An object with its table; of a handle, those of what it stands for.
fn record<I: Interface + ?Sized>(object: &I::Object<'_>) -> ObjectRecord {
    let table = I::table(object);
    let data = core::ptr::from_ref(object).cast::<c_void>().cast_mut();
    if table.holds().is_some() {
        // SAFETY: by `Interface` 2. the object is a handle, which begins with a record.
        return unsafe { *data.cast::<ObjectRecord>() };
    }
    ObjectRecord { data, table: table.as_ptr() }
}

impl<I: Interface + ?Sized> Remote<I, InBox> {
    /// Hands an object over.
    pub fn from_box(object: Box<I::Object<'static>>) -> Self {
        let table = I::table(&object);
        let data = Box::into_raw(object).cast::<c_void>();
        if table.holds() == Some(Holds::InBox) {
            // SAFETY: by `Interface` 2. the box holds such a handle; it comes from `into_raw`.
            return *unsafe { Box::from_raw(data.cast::<Self>()) };
        }
        Self { record: ObjectRecord { data, table: table.as_ptr() }, owns: PhantomData }
    }
}

/// A box of an object, as it crosses: what `Box<dyn Filter>` stands for, with one call less between a
/// method and whoever calls it.
///
/// `fn() -> Object<dyn Filter>` finds `fn() -> Box<dyn Filter>`, and the other way round: both are one
/// signature. The value implements the trait as the box does; a `Box<dyn Filter>` is a
/// `Box::new(object)`, where code asks for one.
///
/// # Examples
///
/// ```
/// use plugin_core::{Object, interface};
///
/// #[interface]
/// pub trait Step: Send {
///     fn step(&self, n: u64) -> u64;
/// }
///
/// struct Add(u64);
/// impl Step for Add {
///     fn step(&self, n: u64) -> u64 {
///         n + self.0
///     }
/// }
///
/// let boxed: Box<dyn Step> = Box::new(Add(2));
/// let object = Object::from_box(boxed);
/// assert_eq!(object.step(3), 5);
/// ```
pub type Object<I> = Remote<I, InBox>;

// SAFETY: 1. and 2. the type is `repr(C)`, not zero-sized, and described as that of a box of the interface;
// 3. not claimed.
unsafe impl<I> Transfer for Remote<I, InBox>
where
    I: Interface + for<'a> Boxed<Owned<'a> = Self> + ?Sized,
{
    type Rust<'a> = Self;
    type Abi<'a> = Self;
    const TYPE: TypeInfo = I::BOXED;
    // It is checked when it arrives.
    const IDENTITY: bool = false;
    received_by_value!();

    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        value
    }
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        value.checked()
    }
}

impl<I: Interface + ?Sized> Remote<I, InArc> {
    /// Hands one count of an object over.
    pub fn from_arc(object: Arc<I::Object<'static>>) -> Self {
        let table = I::table(&object);
        if table.holds() == Some(Holds::InArc) {
            let record = record::<I>(&object);
            // SAFETY: by 1. a table, never unloaded.
            let origin = unsafe { &*record.table };
            // SAFETY: the handle, which `object` keeps alive, has one count.
            unsafe { (origin.clone_arc)(record.data) };
            return Self { record, owns: PhantomData };
        }
        let data = Arc::into_raw(object).cast::<c_void>().cast_mut();
        Self { record: ObjectRecord { data, table: table.as_ptr() }, owns: PhantomData }
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

impl<I: Interface + ?Sized, O: Ownership> Remote<I, O> {
    /// The handle of an object that crossed, if its methods are those of `I`.
    ///
    /// # Panics
    ///
    /// If they are not: it comes from a binary whose `I` is another, by way of one that is compatible with
    /// both.
    #[inline]
    #[must_use]
    pub fn checked(self) -> Self {
        check::<I>(self.table());
        self
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
    /// For the thread that the object was lent on: whether it is borrowed exclusively is not known here.
    lent: PhantomData<(&'a (), *const ())>,
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
        let table = I::table(object);
        let data = core::ptr::from_mut(object).cast::<c_void>();
        // A handle of a counted object may be borrowed exclusively while the object is not.
        let record = if matches!(table.holds(), Some(Holds::Lent | Holds::InBox)) {
            // SAFETY: by `Interface` 2. the object is a handle, which begins with a record.
            unsafe { *data.cast::<ObjectRecord>() }
        } else {
            ObjectRecord { data, table: table.as_ptr() }
        };
        Self { remote: Remote { record, owns: PhantomData }, lent: PhantomData }
    }

    /// The handle, to be used as `&mut` only if this was made of one.
    #[inline]
    pub(crate) fn remote(&'a mut self) -> &'a mut Remote<I, Lent> {
        check::<I>(self.remote.table());
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
