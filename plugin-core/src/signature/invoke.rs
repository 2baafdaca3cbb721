//! Calling a shim that takes the object or closure before the arguments: one method for each arity.

use core::ffi::c_void;
use core::mem::transmute;

use super::for_each_arity;
use crate::abi::Outcome;
use crate::symbol::Signature;
use crate::types::Transfer;

/// Parameters that can be passed to a shim after what it is called on.
pub trait Invoke: Signature {
    /// Calls a shim.
    ///
    /// # Safety
    ///
    /// `shim` is the address of an `extern "C" fn(D, Abi<A>, …) -> Outcome<Abi<R>>` with these
    /// parameters and this result, which may be called on `data`. What the result borrows is alive for
    /// `'r`.
    unsafe fn invoke<'r, D, R: Transfer>(
        shim: *const c_void,
        data: D,
        arguments: Self::Arguments<'_>,
    ) -> Outcome<R::Abi<'r>>;
}

macro_rules! arity {
    ($($index:literal $param:ident $var:ident),*) => {
        #[allow(single_use_lifetimes, reason = "without parameters")]
        impl<$($param: Transfer),*> Invoke for ($($param,)*) {
            #[inline]
            unsafe fn invoke<'r, 'a, Data, Result: Transfer>(
                shim: *const c_void,
                data: Data,
                ($($var,)*): Self::Arguments<'a>,
            ) -> Outcome<Result::Abi<'r>> {
                type Shim<'r, Data, $($param,)* Result> =
                    extern "C" fn(Data, $($param),*) -> Outcome<<Result as Transfer>::Abi<'r>>;
                // SAFETY: the caller's promise.
                let shim = unsafe {
                    transmute::<*const c_void, Shim<'r, Data, $($param::Abi<'a>,)* Result>>(shim)
                };
                shim(data, $($param::into_abi($var)),*)
            }
        }
    };
}
for_each_arity!(arity);
