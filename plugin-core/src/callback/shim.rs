//! The side that made the closure: its table, and the shim that calls it.

use core::ffi::c_void;
use core::mem::ManuallyDrop;

use super::kind::for_each_callback;
use super::{Calls, Kind, Threads};
use crate::abi::{CallbackData, CallbackRecord, CallbackTable, Outcome, TypeInfo, kind};
use crate::guard::{contain, guard};
use crate::signature::{Parameter, ParameterList};
use crate::symbol::Signature;
use crate::types::{Owned, Place, Transfer};

/// Parameters with which a closure `F` is called as the kind `K`.
pub(super) trait CallbackShim<K, R, F: ?Sized>: Signature {
    /// The address of the shim.
    ///
    /// It is `extern "C" fn(CallbackData, Abi<A>, …) -> Outcome<Abi<R>>`, whose data is that of a [`record`] of
    /// such an `F`, to be used as `K` says.
    const ADDRESS: *const c_void;
}

/// A closure of this binary as it crosses.
///
/// The record borrows the closure or, if the pointer comes from a box, may own it. Its table is the closure
/// type's own: a shim that calls an `F` known by its type calls it directly.
#[inline]
pub(super) fn record<K, P, R, F>(closure: *const F) -> CallbackRecord
where
    K: Calls<P, R, F>,
    P: Signature,
    R: Transfer,
    F: ?Sized,
{
    let table = const {
        &CallbackTable {
            size: size_of::<CallbackTable>(),
            call: K::SHIM,
            drop: drop_box::<F>,
            reserved: [0; 2],
        }
    };
    CallbackRecord { data: CallbackData::new(closure), table }
}

/// Drops a boxed closure.
///
/// # Safety
///
/// `data` was made of a `Box<F>` of this binary, and is not used again.
unsafe extern "C" fn drop_box<F: ?Sized>(data: CallbackData) {
    contain(|| {
        // SAFETY: by contract.
        let closure = unsafe { data.pointer::<F>() };
        // SAFETY: by contract it comes from a box.
        drop(unsafe { Box::from_raw(closure) });
    });
}

/// The description of a closure's type.
pub(super) extern "C" fn callback_type<K: Kind, P: ParameterList, R: Parameter, T: Threads>()
-> &'static TypeInfo {
    const {
        &TypeInfo::of::<()>(kind::CALLBACK, K::NAME)
            .fields(P::FIELDS)
            .element(R::RESULT)
            .flags(T::FLAGS)
    }
}

macro_rules! arity {
    ($($param:ident $var:ident),*) => {
        impl<$($param: Transfer,)* How, Result, Closure> CallbackShim<How, Result, Closure>
            for ($($param,)*)
        where
            How: Calls<Self, Result, Closure>,
            Result: Owned,
            Closure: ?Sized,
        {
            const ADDRESS: *const c_void = {
                extern "C" fn shim<'a, $($param: Transfer,)* How, Result, Closure>(
                    data: CallbackData,
                    $($var: $param::Abi<'a>),*
                ) -> Outcome<Result::Abi<'a>>
                where
                    How: Calls<($($param,)*), Result, Closure>,
                    Result: Owned,
                    Closure: ?Sized,
                {
                    $(let mut $var = ManuallyDrop::new($var);)*
                    guard::<Result>(|| {
                        // SAFETY: the place holds the argument, in a frame that outlasts the call of
                        // the closure; and no result points into a place (`transfer_type` asserts it).
                        $(let $var = unsafe { Place::new(&mut $var) };)*
                        let arguments = ($($param::receive($var),)*);
                        // SAFETY: only a record of such a closure has this address.
                        let closure = unsafe { data.pointer::<Closure>() };
                        // SAFETY: whoever holds the record uses it as the kind says.
                        unsafe { How::call(closure, arguments) }
                    })
                }
                shim::<$($param,)* How, Result, Closure> as *const c_void
            };
        }
    };
}
for_each_callback!(arity);
