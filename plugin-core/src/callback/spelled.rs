//! Each way to write the type of a closure that crosses: up to four parameters, each `A`, `&A` or, if
//! there are at most two, `&mut A`, and an owned result.
//!
//! Fewer than for function pointers: the compiler compares each pair of these implementations, and
//! all that a plugin's author waits for is this crate.
#![allow(
    coherence_leak_check,
    reason = "`dyn Fn(A)` and `dyn Fn(&A)` are distinct types: no `A` is borrowed for every lifetime"
)]

use super::{AnyThread, AnyThreads, Callback, CallbackBox, CallbackRef, OneThread, callback_type};
use crate::abi::{CallbackData, TypeInfo, kind};
use crate::symbol::Signature;
use crate::types::{Boxed, Mut, Owned, Place, Ref, Referent, ReferentMut, Transfer};

/// The closure that stands for one of another binary.
macro_rules! stand_in {
    ($handle:expr, ($($marker:ty,)*) [$($var:ident: $ty:ty,)*]) => {
        move |$($var: $ty),*| -> R { $handle.call(($(<$marker>::pass_on($var),)*)) }
    };
}

/// A closure's type, and how the binary that made the closure calls it.
macro_rules! callback {
    ([$($bounds:tt)*] $closure:ty, $name:literal, ($($marker:ty,)*) [$($var:ident: $ty:ty,)*],
        |$pointer:ident| $borrow:expr) => {
        impl<$($bounds)* R: Owned> Callback for $closure {
            type Parameters = ($($marker,)*);
            type Result = R;
            const NAME: &'static str = $name;

            unsafe fn call(
                data: CallbackData,
                ($($var,)*): <($($marker,)*) as Signature>::Received<'_>,
            ) -> R::Rust<'_> {
                // SAFETY: the caller's promise.
                let $pointer = unsafe { data.pointer::<Self>() };
                // SAFETY: the caller's promise: it may be used in this way.
                let closure = unsafe { $borrow };
                closure($($var),*)
            }
        }
    };
}

/// A closure's type behind a reference.
macro_rules! lent {
    ([$($bounds:tt)*] $closure:ty, $lent:ty, $markers:tt $vars:tt, $referent:ident, $crossing:ident,
        $described:ident, $kind:ident, $pass:ident, $arrive:ident, $raw:ident [$($mutable:tt)?]) => {
        // SAFETY: 1. and 2. what crosses is a `repr(C)` struct that refers to a closure of this type,
        // and the description says so; 3. not claimed; 4. it is an argument only.
        unsafe impl<$($bounds)* R: Owned> $referent for $closure {
            type Rust<'a> = &'a $($mutable)? $lent;
            type $crossing<'a> = CallbackRef<'a, Self>;
            const $described: TypeInfo =
                TypeInfo::of::<CallbackRef<'static, Self>>(kind::$kind, "reference")
                    .element(callback_type::<Self, OneThread>);
            const IDENTITY: bool = false;
            const ARGUMENT_ONLY: bool = true;

            fn $pass(value: Self::Rust<'_>) -> Self::$crossing<'_> {
                // SAFETY: a reference of this lifetime, exclusive for an `FnMut`.
                unsafe { CallbackRef::new(&raw $raw *value) }
            }
            fn $arrive<'a>(place: Place<'a, Self::$crossing<'a>>) -> &'a $($mutable)? Self {
                place.replace(|lent| {
                    // SAFETY: the closure that holds it is borrowed for the same lifetime.
                    let handle = unsafe { lent.detach() };
                    stand_in!(handle, $markers $vars)
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
    ([$($bounds:tt)*] $closure:ty, $plain:ty, $threads:ident, $handle:ident, $markers:tt $vars:tt) => {
        // SAFETY: 1. and 2. what crosses is a `repr(C)` struct that owns a closure of this type, and the
        // description says so; 3. not claimed.
        unsafe impl<$($bounds)* R: Owned> Boxed for $closure {
            type Rust<'a> = Box<Self>;
            type Owned<'a> = CallbackBox<$plain, $threads>;
            const BOXED: TypeInfo = TypeInfo::of::<Self::Owned<'static>>(kind::BOX, "Box")
                .element(callback_type::<$plain, $threads>);

            fn give(value: Self::Rust<'_>) -> Self::Owned<'_> {
                // SAFETY: the closure is of this type, which says what threads may use it.
                unsafe { CallbackBox::new(value) }
            }
            fn given(value: Self::Owned<'_>) -> Self::Rust<'_> {
                Box::new(stand_in!(value.$handle(), $markers $vars))
            }
        }
    };
}

/// All that is to be said of closures with these parameters.
macro_rules! closures {
    ($bounds:tt $markers:tt [$($var:ident: $ty:ty,)*]) => {
        callback!($bounds dyn Fn($($ty),*) -> R, "Fn", $markers [$($var: $ty,)*],
            |pointer| &*pointer);
        callback!($bounds dyn FnMut($($ty),*) -> R, "FnMut", $markers [$($var: $ty,)*],
            |pointer| &mut *pointer);
        callback!($bounds dyn FnOnce($($ty),*) -> R, "FnOnce", $markers [$($var: $ty,)*],
            |pointer| Box::from_raw(pointer));

        lent!($bounds dyn Fn($($ty),*) -> R, (dyn Fn($($ty),*) -> R + 'a),
            $markers [$($var: $ty,)*],
            Referent, Shared, SHARED, REFERENCE, share, shared, const []);
        lent!($bounds dyn FnMut($($ty),*) -> R, (dyn FnMut($($ty),*) -> R + 'a),
            $markers [$($var: $ty,)*],
            ReferentMut, Exclusive, EXCLUSIVE, REFERENCE_MUT, lend, lent, mut [mut]);

        boxed!($bounds dyn Fn($($ty),*) -> R + Send, dyn Fn($($ty),*) -> R,
            AnyThread, handle, $markers [$($var: $ty,)*]);
        boxed!($bounds dyn Fn($($ty),*) -> R + Send + Sync, dyn Fn($($ty),*) -> R,
            AnyThreads, handle, $markers [$($var: $ty,)*]);
        boxed!($bounds dyn FnMut($($ty),*) -> R + Send, dyn FnMut($($ty),*) -> R,
            AnyThread, handle, $markers [$($var: $ty,)*]);
        boxed!($bounds dyn FnMut($($ty),*) -> R + Send + Sync, dyn FnMut($($ty),*) -> R,
            AnyThreads, handle, $markers [$($var: $ty,)*]);
        boxed!($bounds dyn FnOnce($($ty),*) -> R + Send, dyn FnOnce($($ty),*) -> R,
            AnyThread, once, $markers [$($var: $ty,)*]);
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
