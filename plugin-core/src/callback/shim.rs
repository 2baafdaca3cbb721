//! The side that made the closure: its table, and the shim that calls it.

use core::ffi::c_void;
use core::mem::ManuallyDrop;

use super::Threads;
use crate::abi::{CallbackData, CallbackTable, Outcome, TypeInfo, kind};
use crate::guard::{contain, guard};
use crate::signature::{Parameter, ParameterList, for_each_arity};
use crate::symbol::Signature;
use crate::types::{Place, Transfer};

/// The type of a closure that crosses, but for the threads that may use it: `dyn Fn(&A, B) -> R`.
pub trait Callback: 'static {
    /// The parameters.
    type Parameters: CallbackShim<Self>;
    /// The result.
    type Result: Transfer;
    /// `Fn`, `FnMut` or `FnOnce`.
    const NAME: &'static str;

    /// Calls the closure; an `FnOnce` is gone after that.
    ///
    /// # Safety
    ///
    /// `data` was made in this binary of a pointer to such a closure, which this call may use: an `Fn`
    /// as `&`, an `FnMut` as `&mut`, an `FnOnce` as the `Box` that it came from.
    unsafe fn call(
        data: CallbackData,
        arguments: <Self::Parameters as Signature>::Received<'_>,
    ) -> <Self::Result as Transfer>::Rust<'_>;
}

/// The shim of a closure with these parameters.
pub trait CallbackShim<C: ?Sized>: Signature {
    /// Its address.
    const ADDRESS: *const c_void;
}

/// What can be done with a `C` of this binary.
pub(crate) const fn table<C: Callback + ?Sized>() -> &'static CallbackTable {
    const {
        &CallbackTable {
            size: size_of::<CallbackTable>(),
            call: C::Parameters::ADDRESS,
            drop: drop_box::<C>,
            reserved: [0; 2],
        }
    }
}

/// Drops a boxed closure.
///
/// # Safety
///
/// `data` was made of a `Box<C>` of this binary, and is not used again.
unsafe extern "C" fn drop_box<C: ?Sized>(data: CallbackData) {
    contain(|| {
        // SAFETY: by contract.
        let closure = unsafe { data.pointer::<C>() };
        // SAFETY: by contract it comes from a box.
        drop(unsafe { Box::from_raw(closure) });
    });
}

/// The description of a closure's type.
pub(super) extern "C" fn callback_type<C: Callback + ?Sized, T: Threads>() -> &'static TypeInfo {
    const {
        &TypeInfo::of::<()>(kind::CALLBACK, C::NAME)
            .fields(<C::Parameters as ParameterList>::FIELDS)
            .element(<C::Result as Parameter>::RESULT)
            .flags(T::FLAGS)
    }
}

macro_rules! arity {
    ($($index:literal $param:ident $var:ident),*) => {
        impl<$($param: Transfer,)* Closure> CallbackShim<Closure> for ($($param,)*)
        where
            Closure: Callback<Parameters = Self> + ?Sized,
        {
            const ADDRESS: *const c_void = {
                extern "C" fn shim<'a, $($param: Transfer,)* Closure>(
                    data: CallbackData,
                    $($var: $param::Abi<'a>),*
                ) -> Outcome<<Closure::Result as Transfer>::Abi<'a>>
                where
                    Closure: Callback<Parameters = ($($param,)*)> + ?Sized,
                {
                    $(let mut $var = ManuallyDrop::new($var);)*
                    guard::<Closure::Result>(|| {
                        // SAFETY: the place holds the argument, in a frame that outlasts the call of
                        // the closure; and no result points into a place (`transfer_type` asserts it).
                        $(let $var = unsafe { Place::new(&mut $var) };)*
                        let arguments = ($($param::receive($var),)*);
                        // SAFETY: the caller's handle vouches for `data`: only it has this address.
                        unsafe { Closure::call(data, arguments) }
                    })
                }
                shim::<$($param,)* Closure> as *const c_void
            };
        }
    };
}
for_each_arity!(arity);
