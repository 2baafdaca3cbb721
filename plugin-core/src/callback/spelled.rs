//! Each way to write the type of a closure that crosses: up to four parameters, each `A`, `&A` or, if
//! there are at most two, `&mut A`, and an owned result.
//!
//! Fewer than for function pointers: the compiler compares each pair of these implementations, and
//! all that a plugin's author waits for is this crate.
#![allow(
    coherence_leak_check,
    reason = "`dyn Fn(A)` and `dyn Fn(&A)` are distinct types: no `A` is borrowed for every lifetime"
)]

use super::{
    AnyThread, AnyThreads, Callable, Exclusive, Given, Lent, Once, OneThread, Shared, callback_type,
};
use crate::abi::{TypeInfo, kind};
use crate::types::{Boxed, Mut, Owned, Place, Ref, Referent, ReferentMut, Transfer};

/// The closure that stands for one of another binary.
macro_rules! stand_in {
    ($handle:ident [$($call:tt)*], ($($marker:ty,)*) [$($var:ident: $ty:ty,)*]) => {
        move |$($var: $ty),*| -> R { $handle $($call)* (($(<$marker>::pass_on($var),)*)) }
    };
}

/// A closure's type behind a reference.
macro_rules! lent {
    ([$($bounds:tt)*] $closure:ty, $lent:ty, $markers:tt $vars:tt, $referent:ident,
        $kind:ident $shared:ident $described:ident $reference:ident, $pass:ident $arrive:ident,
        $raw:ident [$($mutable:tt)?] $call:tt) => {
        // SAFETY: 1. and 2. what crosses is a `repr(C)` struct that refers to a closure of this type,
        // and the description says so; 3. not claimed; 4. it is an argument only.
        unsafe impl<$($bounds)* R: Owned> $referent for $closure {
            type Rust<'a> = &'a $($mutable)? $lent;
            type $shared<'a> = Lent<'a, Callable<$kind, $markers, R>>;
            const $described: TypeInfo = TypeInfo::of::<Self::$shared<'static>>(kind::$reference, "reference")
                .element(callback_type::<$kind, $markers, R, OneThread>);
            const IDENTITY: bool = false;
            const ARGUMENT_ONLY: bool = true;

            fn $pass(value: Self::Rust<'_>) -> Self::$shared<'_> {
                // SAFETY: a reference of this lifetime, exclusive for an `FnMut`.
                unsafe { Lent::new(&raw $raw *value) }
            }
            fn $arrive<'a>(place: Place<'a, Self::$shared<'a>>) -> &'a $($mutable)? Self {
                place.replace(|lent| {
                    // SAFETY: the closure that holds it is borrowed for the same lifetime.
                    let $($mutable)? lent = unsafe { lent.detach() };
                    stand_in!(lent $call, $markers $vars)
                })
            }
            fn lasting(value: &$($mutable)? Self) -> Self::Rust<'_> {
                value
            }
        }
    };
}

/// A boxed closure.
macro_rules! boxed {
    ([$($bounds:tt)*] $closure:ty, $kind:ident, $threads:ident, [$($mutable:tt)?] $call:tt,
        $markers:tt $vars:tt) => {
        // SAFETY: 1. and 2. what crosses is a `repr(C)` struct that owns a closure of this type, and the
        // description says so; 3. not claimed.
        unsafe impl<$($bounds)* R: Owned> Boxed for $closure {
            type Rust<'a> = Box<Self>;
            type Owned<'a> = Given<Callable<$kind, $markers, R>, $threads>;
            const BOXED: TypeInfo = TypeInfo::of::<Self::Owned<'static>>(kind::BOX, "Box")
                .element(callback_type::<$kind, $markers, R, $threads>);

            fn give(value: Self::Rust<'_>) -> Self::Owned<'_> {
                // SAFETY: the closure is of this type, which says what threads may use it.
                unsafe { Given::new(value) }
            }
            fn given($($mutable)? value: Self::Owned<'_>) -> Self::Rust<'_> {
                Box::new(stand_in!(value $call, $markers $vars))
            }
        }
    };
}

/// All that is to be said of closures with these parameters.
macro_rules! closures {
    ($bounds:tt $markers:tt [$($var:ident: $ty:ty,)*]) => {
        lent!($bounds dyn Fn($($ty),*) -> R, (dyn Fn($($ty),*) -> R + 'a),
            $markers [$($var: $ty,)*], Referent, Shared Shared SHARED REFERENCE, share shared,
            const [] [.callable().call_with]);
        lent!($bounds dyn FnMut($($ty),*) -> R, (dyn FnMut($($ty),*) -> R + 'a),
            $markers [$($var: $ty,)*], ReferentMut, Exclusive Exclusive EXCLUSIVE REFERENCE_MUT, lend lent,
            mut [mut] [.callable_mut().call_with]);

        boxed!($bounds dyn Fn($($ty),*) -> R + Send, Shared, AnyThread,
            [] [.callable().call_with], $markers [$($var: $ty,)*]);
        boxed!($bounds dyn Fn($($ty),*) -> R + Send + Sync, Shared, AnyThreads,
            [] [.callable().call_with], $markers [$($var: $ty,)*]);
        boxed!($bounds dyn FnMut($($ty),*) -> R + Send, Exclusive, AnyThread,
            [mut] [.callable_mut().call_with], $markers [$($var: $ty,)*]);
        boxed!($bounds dyn FnMut($($ty),*) -> R + Send + Sync, Exclusive, AnyThreads,
            [mut] [.callable_mut().call_with], $markers [$($var: $ty,)*]);
        boxed!($bounds dyn FnOnce($($ty),*) -> R + Send, Once, AnyThread,
            [] [.call_once], $markers [$($var: $ty,)*]);
    };
}

/// Spells each parameter in each way.
macro_rules! spelled {
    ($ways:tt $bounds:tt $markers:tt $vars:tt;) => {
        closures!($bounds $markers $vars);
    };
    ((mutable) [$($bounds:tt)*] ($($markers:tt)*) [$($vars:tt)*];
        $param:ident $var:ident, $($rest:tt)*) => {
        spelled!((mutable) [$($bounds)* $param: ?Sized + ReferentMut,] ($($markers)* Mut<$param>,)
            [$($vars)* $var: &mut $param,]; $($rest)*);
        spelled!(@ (mutable) [$($bounds)*] ($($markers)*) [$($vars)*]; $param $var, $($rest)*);
    };
    ((shared) $bounds:tt $markers:tt $vars:tt; $($rest:tt)*) => {
        spelled!(@ (shared) $bounds $markers $vars; $($rest)*);
    };
    (@ $ways:tt [$($bounds:tt)*] ($($markers:tt)*) [$($vars:tt)*];
        $param:ident $var:ident, $($rest:tt)*) => {
        spelled!($ways [$($bounds)* $param: Owned,] ($($markers)* $param,)
            [$($vars)* $var: $param,]; $($rest)*);
        spelled!($ways [$($bounds)* $param: ?Sized + Referent,] ($($markers)* Ref<$param>,)
            [$($vars)* $var: &$param,]; $($rest)*);
    };
}
spelled!((mutable) [] () [];);
spelled!((mutable) [] () []; A a,);
spelled!((mutable) [] () []; A a, B b,);
spelled!((shared) [] () []; A a, B b, C c,);
spelled!((shared) [] () []; A a, B b, C c, D d,);
