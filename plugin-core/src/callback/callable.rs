//! Calling: one method for each number of parameters.

use core::fmt;
use core::marker::PhantomData;
use core::ptr;

use super::kind::for_each_callback;
use super::{Exclusive, Kind, Shared};
use crate::abi::{CallbackRecord, Outcome};
use crate::guard::{self, Origin, PluginPanic, result_or_resume};
use crate::signature::Invoke;
use crate::types::{Owned, Transfer};

/// A callback as something to call: what [`Callback`](super::Callback), [`CallbackRef`](super::CallbackRef)
/// and [`CallbackMut`](super::CallbackMut) dereference to.
///
/// `K` says whether it is called through `&` or `&mut`, `P` are the parameters, `R` is the result.
// Not sized: two of them cannot be exchanged through `&mut`, which would mix up who owns what.
#[repr(transparent)]
pub struct Callable<K, P, R> {
    ty: PhantomData<*mut (K, P, R)>,
    /// One, whose table and closure are of this type, alive for as long as this is borrowed.
    record: [CallbackRecord],
}

impl<K, P, R> Callable<K, P, R> {
    /// The view of a record.
    ///
    /// # Safety
    ///
    /// It is that of a closure of kind `K` with parameters `P` and result `R`, which may be called for as long
    /// as the record is borrowed.
    #[inline]
    pub(super) unsafe fn view(record: &CallbackRecord) -> &Self {
        let record: *const [CallbackRecord] = ptr::slice_from_raw_parts(record, 1);
        // SAFETY: a transparent wrapper of such a slice.
        unsafe { &*(record as *const Self) }
    }

    /// The view of a record, to call what is called through `&mut`.
    ///
    /// # Safety
    ///
    /// As for [`view`](Self::view); nobody else calls the closure for as long as the record is borrowed.
    #[inline]
    pub(super) unsafe fn view_mut(record: &mut CallbackRecord) -> &mut Self {
        let record: *mut [CallbackRecord] = ptr::slice_from_raw_parts_mut(record, 1);
        // SAFETY: a transparent wrapper of such a slice.
        unsafe { &mut *(record as *mut Self) }
    }
}

impl<K, P: Invoke, R: Owned> Callable<K, P, R> {
    /// Calls the closure.
    ///
    /// # Safety
    ///
    /// The call is one that the kind allows.
    #[inline]
    pub(super) unsafe fn invoke<'a>(&self, arguments: P::Arguments<'a>) -> Outcome<R::Abi<'a>> {
        let CallbackRecord { data, table } = self.record[0];
        // SAFETY: by `view` the table of a callback, never unloaded.
        let table = unsafe { &*table };
        // SAFETY: by `view` the shim of a closure with these parameters and this result; an owned result
        // borrows nothing.
        unsafe { P::invoke::<_, R>(table.call, data, arguments) }
    }
}

/// Calling with the arguments in a tuple, whatever their number.
macro_rules! with_tuple {
    ($kind:ident, [$($mutable:tt)?]) => {
        impl<P: Invoke, R: Owned> Callable<$kind, P, R> {
            /// Calls the closure; if it panics, so does this.
            #[inline]
            pub(super) fn call_with(&$($mutable)? self, arguments: P::Arguments<'_>) -> R {
                // SAFETY: a closure of this kind is called through such a reference.
                let outcome = unsafe { self.invoke(arguments) };
                // SAFETY: the outcome of this call.
                unsafe { result_or_resume::<R>(outcome, &Origin::Callback) }
            }

            /// Calls the closure and contains its panic.
            #[inline]
            fn try_call_with(
                &$($mutable)? self,
                arguments: P::Arguments<'_>,
            ) -> Result<R, PluginPanic> {
                // SAFETY: a closure of this kind is called through such a reference.
                let outcome = unsafe { self.invoke(arguments) };
                // SAFETY: the outcome of this call.
                unsafe { guard::result(outcome, || Some(Origin::Callback)) }.map(R::from_abi)
            }
        }
    };
}
with_tuple!(Shared, []);
with_tuple!(Exclusive, [mut]);

impl<K: Kind, P, R> fmt::Debug for Callable<K, P, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(K::NAME)
    }
}

macro_rules! callable {
    ($kind:ident, [$($mutable:tt)?]; $($param:ident $var:ident),*) => {
        #[allow(
            single_use_lifetimes,
            clippy::extra_unused_lifetimes,
            clippy::elidable_lifetime_names,
            reason = "with less than two parameters"
        )]
        impl<$($param: Transfer,)* R: Owned> Callable<$kind, ($($param,)*), R> {
            /// Calls the closure.
            ///
            /// # Panics
            ///
            /// **If the closure panics, this panics in the caller**, with its message and place as a `String`
            /// payload. Use [`try_call`](Self::try_call) to contain it.
            #[inline]
            pub fn call<'a>(&$($mutable)? self $(, $var: $param::Rust<'a>)*) -> R {
                self.call_with(($($var,)*))
            }

            /// Calls the closure and contains its panic.
            ///
            /// # Errors
            ///
            /// [`PluginPanic`] if the closure panics.
            #[inline]
            pub fn try_call<'a>(
                &$($mutable)? self $(, $var: $param::Rust<'a>)*
            ) -> Result<R, PluginPanic> {
                self.try_call_with(($($var,)*))
            }
        }
    };
}

macro_rules! arity {
    ($($parameters:tt)*) => {
        callable!(Shared, []; $($parameters)*);
        callable!(Exclusive, [mut]; $($parameters)*);
    };
}
for_each_callback!(arity);
