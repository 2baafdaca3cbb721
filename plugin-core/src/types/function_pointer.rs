//! `extern "C"` function pointers: raw symbols, and values that cross as themselves.
#![allow(
    coherence_leak_check,
    reason = "`fn(A)` and `fn(&A)` are distinct types: no `A` is borrowed for every lifetime"
)]

use super::{Mut, Portable, RSlice, RStr, RawArgument, Ref, transfer_as_itself};
use crate::abi::{TypeInfo, kind, symbol_kind, type_flags};
use crate::signature::{Own, Parameter, function_type, spellings};

/// Implements `Portable` for a function pointer, safe and unsafe, as it is written.
macro_rules! pointer {
    ([$($bounds:tt)*] ($($ty:ty,)*) ($($marker:ty,)*) none) => {
        pointer!([$($bounds)*] ($($ty,)*) ($($marker,)*) many);
    };
    ([$($bounds:tt)*] ($($ty:ty,)*) ($($marker:ty,)*) one) => {
        pointer!([$($bounds)*] ($($ty,)*) ($($marker,)*) many);
        pointer!(@ [$($bounds)* R: Portable] ($($ty),*) ($($marker,)*), &R, Ref<R>);
    };
    ([$($bounds:tt)*] ($($ty:ty,)*) ($($marker:ty,)*) many) => {
        pointer!(@ [$($bounds)* R] ($($ty),*) ($($marker,)*), R, Own<R>);
    };
    (@ [$($bounds:tt)*] ($($ty:ty),*) $markers:ty, $result:ty, $returned:ty) => {
        pointer!(# [$($bounds)*] extern "C" fn($($ty),*) -> $result, $markers, $returned, 0);
        pointer!(# [$($bounds)*] unsafe extern "C" fn($($ty),*) -> $result, $markers, $returned,
            type_flags::UNSAFE);
    };
    (# [$($bounds:tt)*] $pointer:ty, $markers:ty, $returned:ty, $flags:expr) => {
        // SAFETY: a function pointer; the description lists parameters and result as they are
        // passed: markers, which stand for another type, are not `Own`.
        unsafe impl<$($bounds)*> Portable for $pointer
        where
            Self: 'static,
            $returned: Parameter,
        {
            const TYPE: TypeInfo =
                function_type::<Self, $markers, $returned>(kind::RAW_FUNCTION, $flags);
            const SYMBOL_KIND: u32 = symbol_kind::RAW_FUNCTION;
        }
        transfer_as_itself!([$($bounds)*] $pointer, where [Self: 'static, $returned: Parameter]);
    };
}
spellings!(pointer, {
    owned: Own [Portable + RawArgument], shared: [Portable], exclusive: [Portable]
});

// The borrowed containers that only raw functions spell, in the first two parameters.
pointer!([] (RStr<'_>,) (RStr<'static>,) many);
pointer!([A: Portable,] (RSlice<'_, A>,) (RSlice<'static, A>,) many);
pointer!([] (RStr<'_>, RStr<'_>,) (RStr<'static>, RStr<'static>,) many);
pointer!([A: Portable + RawArgument,] (RStr<'_>, A,) (RStr<'static>, Own<A>,) many);
pointer!([A: Portable + RawArgument,] (A, RStr<'_>,) (Own<A>, RStr<'static>,) many);
pointer!([A: Portable,] (RStr<'_>, &A,) (RStr<'static>, Ref<A>,) many);
pointer!([A: Portable,] (&A, RStr<'_>,) (Ref<A>, RStr<'static>,) many);
pointer!([A: Portable,] (RStr<'_>, &mut A,) (RStr<'static>, Mut<A>,) many);
pointer!([A: Portable,] (&mut A, RStr<'_>,) (Mut<A>, RStr<'static>,) many);
pointer!([A: Portable, B: Portable + RawArgument,] (RSlice<'_, A>, B,) (RSlice<'static, A>, Own<B>,) many);
pointer!([A: Portable + RawArgument, B: Portable,] (A, RSlice<'_, B>,) (Own<A>, RSlice<'static, B>,) many);
pointer!([A: Portable, B: Portable,] (RSlice<'_, A>, &B,) (RSlice<'static, A>, Ref<B>,) many);
pointer!([A: Portable, B: Portable,] (&A, RSlice<'_, B>,) (Ref<A>, RSlice<'static, B>,) many);
pointer!([A: Portable, B: Portable,] (RSlice<'_, A>, RSlice<'_, B>,) (RSlice<'static, A>, RSlice<'static, B>,) many);
