//! The side that made an object: its table, and the shims of its methods.

use core::ffi::c_void;
use core::fmt::{Debug, Display};
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use std::sync::Arc;

use super::format::{debug, display};
use super::{Implemented, Receiver};
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
pub struct TableOf<I: ?Sized>(*const ObjectTable, PhantomData<fn() -> *const I>);

impl<I: ?Sized> TableOf<I> {
    /// The table of a type.
    ///
    /// # Safety
    ///
    /// All of it was made for that type, and the methods are those of the interface `I`, in order.
    pub const unsafe fn new<const N: usize>(table: &'static Table<N>) -> Self {
        Self(core::ptr::from_ref(table).cast(), PhantomData)
    }

    /// The pointer, which reaches the methods, too.
    pub(super) fn as_ptr(&self) -> *const ObjectTable {
        self.0
    }
}

impl<const N: usize> Table<N> {
    /// The table of `T` with these methods.
    pub const fn new<T>(methods: [*const c_void; N]) -> Self {
        Self {
            record: ObjectTable {
                size: size_of::<ObjectTable>(),
                methods: N,
                drop_box: drop_box::<T>,
                drop_arc: drop_arc::<T>,
                debug: None,
                display: None,
                reserved: [0; 2],
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
