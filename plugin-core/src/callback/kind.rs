//! The ways to call a closure, and what a closure of this binary has to be for each.

use core::ffi::c_void;

use super::CallbackShim;
use crate::symbol::Signature;
use crate::types::{Owned, Transfer};

/// How closures of one kind are called.
pub trait Kind: 'static {
    /// `Fn`, `FnMut` or `FnOnce`.
    const NAME: &'static str;
}

/// Any number of times at once: `dyn Fn`.
#[derive(Debug)]
pub enum Shared {}
/// By one caller at a time: `dyn FnMut`.
#[derive(Debug)]
pub enum Exclusive {}
/// Once: `dyn FnOnce`.
#[derive(Debug)]
pub enum Once {}

impl Kind for Shared {
    const NAME: &'static str = "Fn";
}

impl Kind for Exclusive {
    const NAME: &'static str = "FnMut";
}

impl Kind for Once {
    const NAME: &'static str = "FnOnce";
}

/// A kind whose closures may be called more than once.
pub trait Repeated: Kind {}

impl Repeated for Shared {}
impl Repeated for Exclusive {}

/// A kind whose closures with parameters `P` and result `R` an `F` can be.
///
/// Implemented for the kind, not for the closure: so the compiler finds the `Fn(…)` behind it while it does
/// not know `F` yet, and a closure's parameters need no types. Not for people to implement.
///
/// # Safety
///
/// [`SHIM`](Self::SHIM) is the address of an `extern "C" fn(CallbackData, Abi<A>, …) -> Outcome<Abi<R>>` which
/// calls an `F` that the data was made of a pointer to.
#[diagnostic::on_unimplemented(
    message = "`{F}` cannot be called as this callback",
    label = "has other parameters, another result, or changes what it holds",
    note = "a callback has up to four parameters, each `A`, `&A` or `&mut A`, and an owned result"
)]
pub unsafe trait Calls<P: Signature, R: Transfer, F: ?Sized>: Kind {
    /// The address of the shim that calls such a closure.
    #[doc(hidden)]
    const SHIM: *const c_void;

    /// Calls the closure; once, and it is gone after that, if this is `Once`.
    ///
    /// # Safety
    ///
    /// `closure` points to an `F` that is alive and, during the call, used by nobody else unless this is
    /// `Shared`. If this is `Once`, it comes from a `Box<F>`.
    #[doc(hidden)]
    unsafe fn call(closure: *mut F, arguments: P::Received<'_>) -> R;
}

/// Calls `$macro!` for each number of parameters that a callback may have.
macro_rules! for_each_callback {
    ($macro:ident) => {
        $macro!();
        $macro!(A a);
        $macro!(A a, B b);
        $macro!(A a, B b, C c);
        $macro!(A a, B b, C c, D d);
    };
}
pub(super) use for_each_callback;

macro_rules! kind {
    ($kind:ident, $bound:ident, |$pointer:ident| $borrow:expr; $($param:ident $var:ident),*) => {
        // SAFETY: the shim's own contract.
        unsafe impl<$($param: Transfer,)* R: Owned, Closure: ?Sized> Calls<($($param,)*), R, Closure> for $kind
        where
            Closure: for<'a> $bound($($param::Received<'a>),*) -> R,
        {
            const SHIM: *const c_void = <($($param,)*) as CallbackShim<Self, R, Closure>>::ADDRESS;

            #[inline]
            unsafe fn call(
                $pointer: *mut Closure,
                ($($var,)*): <($($param,)*) as Signature>::Received<'_>,
            ) -> R {
                // SAFETY: the caller's promise: it may be used in this way.
                let closure = unsafe { $borrow };
                closure($($var),*)
            }
        }
    };
}

macro_rules! arity {
    ($($parameters:tt)*) => {
        kind!(Shared, Fn, |closure| &*closure; $($parameters)*);
        kind!(Exclusive, FnMut, |closure| &mut *closure; $($parameters)*);
        kind!(Once, FnOnce, |closure| Box::from_raw(closure); $($parameters)*);
    };
}
for_each_callback!(arity);
