//! The side that made an object: its table, and the shims of its methods.

use core::ffi::c_void;
use core::fmt::{Debug, Display};
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use std::sync::Arc;

use super::format::{debug, display};
use super::remote::Holds;
use super::{Implemented, Interface, Receiver, interface_type};
use crate::abi::{ObjectTable, Outcome};
use crate::guard::{contain, guard};
use crate::signature::for_each_arity;
use crate::symbol::Signature;
use crate::types::{Place, Transfer};

/// The table of the objects of one type: the record and the methods behind it.
#[repr(C)]
#[derive(Debug)]
pub struct Table<const N: usize> {
    record: ObjectTable,
    methods: [*const c_void; N],
}

/// A pointer to the [`Table`] of an object of interface `I`.
#[derive(Debug)]
pub struct TableOf<I: ?Sized> {
    table: *const ObjectTable,
    /// How the object holds another one, if it is a [`Remote`].
    holds: Option<Holds>,
    interface: PhantomData<fn() -> *const I>,
}

impl<I: ?Sized + 'static> TableOf<I> {
    /// The table of `T`.
    ///
    /// # Safety
    ///
    /// All of it was made for `T`, and the methods are those of the interface `I`, in order.
    #[inline]
    pub unsafe fn new<T, const N: usize>(table: &'static Table<N>) -> Self {
        let table = core::ptr::from_ref(table).cast();
        Self { table, holds: Holds::of::<I, T>(), interface: PhantomData }
    }

    /// The pointer, which reaches the methods, too.
    #[inline]
    pub(super) fn as_ptr(&self) -> *const ObjectTable {
        self.table
    }

    /// How the object holds another one, if it is a handle: then that one crosses, not the handle.
    #[inline]
    pub(super) fn holds(&self) -> Option<Holds> {
        self.holds
    }
}

impl<const N: usize> Table<N> {
    /// The table of `T` with these methods, those of the interface `I`.
    pub const fn new<I: Interface + ?Sized, T>(methods: [*const c_void; N]) -> Self {
        Self {
            record: ObjectTable {
                size: size_of::<ObjectTable>(),
                methods: N,
                drop_box: drop_box::<T>,
                drop_arc: drop_arc::<T>,
                clone_arc: clone_arc::<T>,
                debug: None,
                display: None,
                interface: interface_type::<I>,
                reserved: [0; 4],
            },
            methods,
        }
    }

    /// Objects can be formatted with `{:?}`.
    #[must_use]
    pub const fn debug<T: Debug>(mut self) -> Self {
        self.record.debug = Some(debug::<T>);
        self
    }

    /// Objects can be formatted with `{}`.
    #[must_use]
    pub const fn display<T: Display>(mut self) -> Self {
        self.record.display = Some(display::<T>);
        self
    }
}

/// Drops a boxed object.
///
/// # Safety
///
/// `data` comes from a `Box<T>` of this binary and is not used again.
unsafe extern "C" fn drop_box<T>(data: *mut c_void) {
    contain(|| {
        // SAFETY: by contract.
        drop(unsafe { Box::from_raw(data.cast::<T>()) });
    });
}

/// Drops one count of an object.
///
/// # Safety
///
/// `data` comes from an `Arc<T>` of this binary, one count of which is the caller's.
unsafe extern "C" fn drop_arc<T>(data: *mut c_void) {
    contain(|| {
        // SAFETY: by contract.
        drop(unsafe { Arc::from_raw(data.cast::<T>().cast_const()) });
    });
}

/// Adds one count to an object.
///
/// # Safety
///
/// `data` comes from an `Arc<T>` of this binary, one count of which is the caller's.
unsafe extern "C" fn clone_arc<T>(data: *const c_void) {
    // SAFETY: by contract.
    unsafe { Arc::increment_strong_count(data.cast::<T>()) };
}

/// The address of a method's shim for a type that implements it.
pub trait MethodAddress<T> {
    /// The address.
    const ADDRESS: *const c_void;
}

impl<M: Implemented<T>, T> MethodAddress<T> for M
where
    M::Parameters: MethodShim<M, T>,
{
    const ADDRESS: *const c_void = <M::Parameters as MethodShim<M, T>>::ADDRESS;
}

/// The shim of a method with these parameters.
pub trait MethodShim<M, T>: Signature {
    /// Its address.
    const ADDRESS: *const c_void;
}

macro_rules! arity {
    ($($index:literal $param:ident $var:ident),*) => {
        impl<$($param: Transfer,)* Item, This> MethodShim<Item, This> for ($($param,)*)
        where
            Item: Implemented<This, Parameters = Self>,
        {
            const ADDRESS: *const c_void = {
                #[allow(single_use_lifetimes, reason = "with one parameter")]
                extern "C" fn shim<'s, 'a, $($param: Transfer,)* Item, This: 's>(
                    data: *mut c_void,
                    $($var: $param::Abi<'a>),*
                ) -> Outcome<<Item::Result as Transfer>::Abi<'s>>
                where
                    Item: Implemented<This, Parameters = ($($param,)*)>,
                {
                    $(let mut $var = ManuallyDrop::new($var);)*
                    guard::<Item::Result>(|| {
                        // SAFETY: the place holds the argument, in a frame that outlasts the method;
                        // and no result points into a place (`transfer_type` asserts it).
                        $(let $var = unsafe { Place::new(&mut $var) };)*
                        let arguments = ($($param::receive($var),)*);
                        // SAFETY: only the table of a `This` has this address, and whoever calls it
                        // borrows the object as the method takes it.
                        let this = unsafe { Item::Receiver::this::<This>(data) };
                        Item::call(this, arguments)
                    })
                }
                shim::<$($param,)* Item, This> as *const c_void
            };
        }
    };
}
for_each_arity!(arity);
