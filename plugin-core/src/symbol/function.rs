//! Calling: one method for each arity, on each kind of function.
#![allow(clippy::too_many_arguments, reason = "a method takes what the plugin's function takes")]

use core::ffi::c_void;
use core::fmt;
use core::marker::PhantomData;
use core::mem::{ManuallyDrop, transmute};
use core::ptr::NonNull;

use super::BareSymbol;
use crate::abi::Outcome;
use crate::guard::{self, PluginPanic, guard};
use crate::private::Callee;
use crate::signature::{ParameterList, for_each_arity};
use crate::types::{Place, RawArgument, RawResult, Transfer};

/// The parameters of a function, as a tuple of up to twelve types that can cross.
pub trait Signature: ParameterList + 'static {
    /// The arguments of one call, as the caller passes them.
    type Arguments<'a>;
    /// The arguments of one call, as the called function gets them.
    type Received<'a>;
}

/// The shim of a function with these parameters: what generated code leaves to the runtime.
pub trait Shim<R, F>: Signature {
    /// Address of the `extern "C"` shim that converts, guards and calls an `F`, of which there is one for all threads.
    const ADDRESS: *const c_void;
}

/// Parameters that a raw function may have.
pub trait RawParameters: ParameterList + 'static {}

/// Declares a view of a symbol as something to call.
macro_rules! view {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[repr(transparent)]
        pub struct $name<P, R> {
            symbol: BareSymbol,
            ty: PhantomData<fn(P) -> R>,
        }

        impl<P, R> $name<P, R> {
            /// The view of a symbol.
            ///
            /// # Safety
            ///
            /// The symbol is a function of this kind, with parameters `P` and result `R`.
            #[inline]
            pub(super) unsafe fn view(symbol: &BareSymbol) -> &Self {
                // SAFETY: a transparent wrapper.
                unsafe { &*(&raw const *symbol).cast() }
            }
        }

        impl<P, R> fmt::Debug for $name<P, R> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.symbol.entry.name.as_str())
            }
        }
    };
}

view! {
    /// A plugin's function that converts its arguments and contains its panics: what
    /// `Symbol<fn(A) -> R>` dereferences to.
    Function
}
view! {
    /// An `unsafe` [`Function`].
    UnsafeFunction
}
view! {
    /// A plugin's `extern "C"` function, found by [`Raw`](super::Raw): no conversion, no guard.
    RawFunction
}
view! {
    /// An `unsafe` [`RawFunction`].
    UnsafeRawFunction
}

macro_rules! arity {
    ($($index:literal $param:ident $var:ident),*) => {
        impl<$($param: Transfer),*> Signature for ($($param,)*) {
            type Arguments<'a> = ($($param::Rust<'a>,)*);
            type Received<'a> = ($($param::Received<'a>,)*);
        }

        impl<'a, $($param: Transfer,)* R: Transfer, Item> Callee<'a, ($($param,)*), R> for Item
        where
            Item: 'static + Fn($($param::Received<'a>),*) -> R::Rust<'a>,
        {
            #[inline]
            unsafe fn call(($($var,)*): ($($param::Received<'a>,)*)) -> R::Rust<'a> {
                // SAFETY: an aligned pointer to all of its bytes, which are none, and there is one, which this thread
                // may look at, by the caller's promise.
                let item = unsafe { NonNull::<Item>::dangling().as_ref() };
                item($($var),*)
            }
        }

        impl<$($param: Transfer,)* R: Transfer, Item> Shim<R, Item> for ($($param,)*)
        where
            Item: for<'a> Callee<'a, Self, R>,
        {
            const ADDRESS: *const c_void = {
                extern "C" fn shim<'a, $($param: Transfer,)* R: Transfer, Item>(
                    $($var: $param::Abi<'a>,)* _data: *const c_void
                ) -> Outcome<R::Abi<'a>>
                where
                    Item: for<'b> Callee<'b, ($($param,)*), R>,
                {
                    guarded::<$($param,)* R>($($var,)* Item::call)
                }

                /// All of a shim but which item it calls: what the compiler goes through for each item is then
                /// one call, in which it puts the item's address where it inlines this.
                #[inline]
                fn guarded<'a, $($param: Transfer,)* R: Transfer>(
                    $($var: $param::Abi<'a>,)*
                    item: unsafe fn(($($param::Received<'a>,)*)) -> R::Rust<'a>,
                ) -> Outcome<R::Abi<'a>> {
                    $(let mut $var = ManuallyDrop::new($var);)*
                    guard::<R>(|| {
                        // All of them before the first is received: what is not, is dropped.
                        // SAFETY: the place holds the argument, in a frame that outlasts the item;
                        // and no result points into a place (`transfer_type` asserts it).
                        $(let $var = unsafe { Place::new(&mut $var) };)*
                        // SAFETY: by the contract of `ADDRESS` there is one, and it is asserted to have no bytes.
                        unsafe { item(($($param::receive($var),)*)) }
                    })
                }

                assert!(
                    size_of::<Item>() == 0,
                    "neither the item of a function nor a closure that captures nothing"
                );
                shim::<$($param,)* R, Item> as *const c_void
            };
        }

        impl<$($param: RawArgument),*> RawParameters for ($($param,)*) {}

        impl<$($param: Transfer,)* R: Transfer> Function<($($param,)*), R> {
            /// Calls the function.
            ///
            /// # Panics
            ///
            /// **If the function panics, this panics in the caller**, with the plugin's message and
            /// place as a `String` payload. Use [`try_call`](Self::try_call) to contain it.
            #[inline]
            pub fn call<'a>(&self $(, $var: $param::Rust<'a>)*) -> R::Rust<'a> {
                match self.try_call($($var),*) {
                    Ok(value) => value,
                    Err(panic) => panic.resume(),
                }
            }

            /// Calls the function and contains its panic.
            ///
            /// # Errors
            ///
            /// [`PluginPanic`] if the function panics.
            #[inline]
            pub fn try_call<'a>(
                &self $(, $var: $param::Rust<'a>)*
            ) -> Result<R::Rust<'a>, PluginPanic> {
                $(let $var = $param::into_abi($var);)*
                let BareSymbol { address, data, entry } = self.symbol;
                // SAFETY: by `view`, the address is that of a shim with these parameters and this
                // result, which takes the data of its entry last.
                let shim = unsafe {
                    transmute::<*const c_void, extern "C" fn($($param::Abi<'a>,)* *const c_void) -> Outcome<R::Abi<'a>>>(
                        address,
                    )
                };
                let outcome = shim($($var,)* data);
                // SAFETY: the outcome of this call.
                unsafe { guard::result(outcome, || Some(entry.into())) }.map(R::from_abi)
            }
        }

        impl<$($param: Transfer,)* R: Transfer> UnsafeFunction<($($param,)*), R> {
            /// Calls the function.
            ///
            /// # Safety
            ///
            /// The exported function states what its callers have to guarantee.
            ///
            /// # Panics
            ///
            /// **If the function panics, this panics in the caller**; see [`Function::call`].
            #[inline]
            pub unsafe fn call<'a>(&self $(, $var: $param::Rust<'a>)*) -> R::Rust<'a> {
                // SAFETY: by `view`, as for `self`: kind, parameters and result agree; what the
                // function itself asks for is the caller's promise.
                unsafe { Function::<($($param,)*), R>::view(&self.symbol) }.call($($var),*)
            }

            /// Calls the function and contains its panic.
            ///
            /// # Safety
            ///
            /// The exported function states what its callers have to guarantee.
            ///
            /// # Errors
            ///
            /// [`PluginPanic`] if the function panics.
            #[inline]
            pub unsafe fn try_call<'a>(
                &self $(, $var: $param::Rust<'a>)*
            ) -> Result<R::Rust<'a>, PluginPanic> {
                // SAFETY: by `view`, as for `self`: kind, parameters and result agree; what the
                // function itself asks for is the caller's promise.
                unsafe { Function::<($($param,)*), R>::view(&self.symbol) }.try_call($($var),*)
            }
        }

        impl<$($param: RawArgument,)* R: RawResult> RawFunction<($($param,)*), R> {
            /// Calls the function. **A panic in it aborts the process.**
            #[inline]
            pub fn call<'a>(&self $(, $var: $param::Rust<'a>)*) -> R::Result<'a> {
                // SAFETY: by `view`, the address is that of a raw function with these parameters
                // and this result.
                let function = unsafe {
                    transmute::<*const c_void, extern "C" fn($($param::Rust<'a>),*) -> R::Result<'a>>(
                        self.symbol.address,
                    )
                };
                function($($var),*)
            }
        }

        impl<$($param: RawArgument,)* R: RawResult> UnsafeRawFunction<($($param,)*), R> {
            /// Calls the function. **A panic in it aborts the process.**
            ///
            /// # Safety
            ///
            /// The exported function states what its callers have to guarantee.
            #[inline]
            pub unsafe fn call<'a>(&self $(, $var: $param::Rust<'a>)*) -> R::Result<'a> {
                // SAFETY: by `view`, as for `self`: kind, parameters and result agree; what the
                // function itself asks for is the caller's promise.
                unsafe { RawFunction::<($($param,)*), R>::view(&self.symbol) }.call($($var),*)
            }
        }
    };
}
for_each_arity!(arity);
