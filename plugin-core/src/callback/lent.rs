//! Closures that are lent for a call: what `&dyn Fn` and `&mut dyn FnMut` cross as.

use core::fmt;
use core::marker::PhantomData;
use core::ops::{Deref, DerefMut};

use super::{Callable, Calls, Exclusive, Lent, Of, Shared};
use crate::abi::{CallbackRecord, TypeInfo};
use crate::signature::Invoke;
use crate::types::{Owned, Place, Referent, ReferentMut, Transfer};

/// The type of a closure that can be lent: `dyn Fn(A) -> R`.
///
/// Implemented for those that cross behind `&`, by what they cross as; not for people to implement.
///
/// # Safety
///
/// What crosses for `& Self` is a closure with these parameters and this result, called through `&`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the type of a callback that can be lent",
    label = "not the type of a callback",
    note = "write `CallbackRef<'_, dyn Fn(u32) -> String>`, with up to four parameters, each `A`, `&A` or `&mut A`, and an owned result; it is called on the thread that lends it, so without `Send` and `Sync`"
)]
pub unsafe trait LentClosure: Referent {
    /// The parameters, as a tuple.
    type Parameters: Invoke;
    /// The result.
    type Result: Owned;
}

// SAFETY: that is what crosses.
unsafe impl<C, P: Invoke, R: Owned> LentClosure for C
where
    C: Referent<Shared<'static> = Lent<'static, Callable<Shared, P, R>>> + ?Sized,
{
    type Parameters = P;
    type Result = R;
}

/// The type of a closure that can be lent exclusively: `dyn FnMut(A) -> R`.
///
/// Implemented for those that cross behind `&mut`, by what they cross as; not for people to implement.
///
/// # Safety
///
/// What crosses for `&mut Self` is a closure with these parameters and this result, called through `&mut`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the type of a callback that can be lent exclusively",
    label = "not the type of a callback",
    note = "write `CallbackMut<'_, dyn FnMut(u32) -> String>`, with up to four parameters, each `A`, `&A` or, if there are at most two, `&mut A`, and an owned result; it is called on the thread that lends it, so without `Send` and `Sync`"
)]
pub unsafe trait LentClosureMut: ReferentMut {
    /// The parameters, as a tuple.
    type Parameters: Invoke;
    /// The result.
    type Result: Owned;
}

// SAFETY: that is what crosses.
unsafe impl<C, P: Invoke, R: Owned> LentClosureMut for C
where
    C: ReferentMut<Exclusive<'static> = Lent<'static, Callable<Exclusive, P, R>>> + ?Sized,
{
    type Parameters = P;
    type Result = R;
}

/// How a closure of type `C` is called through `&`.
type CallableRef<C> = Callable<Shared, <C as LentClosure>::Parameters, <C as LentClosure>::Result>;
/// How a closure of type `C` is called through `&mut`.
type CallableMut<C> =
    Callable<Exclusive, <C as LentClosureMut>::Parameters, <C as LentClosureMut>::Result>;

/// A closure lent for a call, as it crosses: what `&dyn Fn(A) -> R` stands for, with two calls less between the
/// closure and whoever calls it.
///
/// An export may be written with either, and is looked up by either:
///
/// | in a plugin | in a host | passed |
/// | --- | --- | --- |
/// | `step: &dyn Fn(u64) -> u64` | `fn(Ref<dyn Fn(u64) -> u64>)` | `&\|n\| n + 1` |
/// | `step: CallbackRef<'_, dyn Fn(u64) -> u64>` | `fn(CallbackRef<'static, dyn Fn(u64) -> u64>)` | `CallbackRef::new(&\|n: u64\| n + 1)` |
///
/// The `'static` of the lookup stands for the lifetime of the call, as in `RStr<'static>`. As `&dyn Fn`, it is an
/// argument only. It is called by [`call`](Callable#method.call), or by
/// [`try_call`](Callable#method.try_call), which contains a panic of the closure.
///
/// # Threads
///
/// It is neither `Send` nor `Sync`: the closure may be neither.
///
/// # Examples
///
/// ```
/// use plugin_core::{CallbackRef, export};
/// # plugin_core::plugin!();
///
/// #[export]
/// pub fn repeat(step: CallbackRef<'_, dyn Fn(u64) -> u64>, times: u64) -> u64 {
///     (0..times).fold(0, |value, _| step.call(value))
/// }
///
/// # fn main() {
/// let by = 3;
/// assert_eq!(repeat(CallbackRef::new(&|n: u64| n + by), 2), 6);
/// // With the type written, the parameters need none.
/// assert_eq!(repeat(CallbackRef::<dyn Fn(u64) -> u64>::new(&|n| n + by), 2), 6);
/// # }
/// ```
// Its parameter has no bound, so that where one is not met, the compiler says so once.
#[repr(transparent)]
pub struct CallbackRef<'a, C: ?Sized> {
    /// 1. That of a [`Lent<'a, CallableRef<C>>`](Lent).
    record: CallbackRecord,
    lent: PhantomData<(&'a (), Of<C>)>,
}

impl<'a, C: LentClosure + ?Sized> CallbackRef<'a, C> {
    /// Lends a closure.
    ///
    /// A call of it is one indirect call, since the closure's own type is known here.
    #[inline]
    pub fn new<F>(closure: &'a F) -> Self
    where
        Shared: Calls<C::Parameters, C::Result, F>,
    {
        // SAFETY: a reference of this lifetime to a closure that is callable as an `Fn`.
        let closure = unsafe { Lent::<CallableRef<C>>::new(closure) };
        Self::of(closure)
    }
}

impl<C: ?Sized> Clone for CallbackRef<'_, C> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<C: ?Sized> Copy for CallbackRef<'_, C> {}

impl<C: LentClosure + ?Sized> Deref for CallbackRef<'_, C> {
    type Target = CallableRef<C>;

    #[inline]
    fn deref(&self) -> &Self::Target {
        // SAFETY: by 1., since this is borrowed for less than `'a`.
        unsafe { Callable::view(&self.record) }
    }
}

impl<C: ?Sized> fmt::Debug for CallbackRef<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallbackRef").finish_non_exhaustive()
    }
}

/// A closure lent exclusively for a call, as it crosses: what `&mut dyn FnMut(A) -> R` stands for, with two calls
/// less between the closure and whoever calls it.
///
/// As [`CallbackRef`], with `Mut<dyn FnMut(u64)>` or `CallbackMut<'static, dyn FnMut(u64)>` to look it up.
///
/// # Threads
///
/// It is neither `Send` nor `Sync`: the closure may be neither.
///
/// # Examples
///
/// ```
/// use plugin_core::{CallbackMut, export};
/// # plugin_core::plugin!();
///
/// #[export]
/// pub fn words(text: &str, mut tell: CallbackMut<'_, dyn FnMut(&str)>) {
///     text.split(' ').for_each(|word| tell.call(word));
/// }
///
/// # fn main() {
/// let mut seen = Vec::new();
/// words("a b", CallbackMut::new(&mut |word: &str| seen.push(word.to_owned())));
/// assert_eq!(seen, ["a", "b"]);
/// # }
/// ```
// As for `CallbackRef`.
#[repr(transparent)]
pub struct CallbackMut<'a, C: ?Sized> {
    /// 1. That of a [`Lent<'a, CallableMut<C>>`](Lent), which nobody else uses.
    record: CallbackRecord,
    lent: PhantomData<(&'a (), Of<C>)>,
}

impl<'a, C: LentClosureMut + ?Sized> CallbackMut<'a, C> {
    /// Lends a closure.
    ///
    /// A call of it is one indirect call, since the closure's own type is known here.
    #[inline]
    pub fn new<F>(closure: &'a mut F) -> Self
    where
        Exclusive: Calls<C::Parameters, C::Result, F>,
    {
        // SAFETY: an exclusive reference of this lifetime to a closure that is callable as an `FnMut`.
        let closure = unsafe { Lent::<CallableMut<C>>::new(&raw mut *closure) };
        Self::of(closure)
    }

    /// Lends the closure on, for a shorter time: what `&mut *closure` is for a reference.
    ///
    /// # Examples
    ///
    /// ```
    /// use plugin_core::CallbackMut;
    ///
    /// fn twice(mut tell: CallbackMut<'_, dyn FnMut(u32)>) {
    ///     once(tell.reborrow());
    ///     once(tell);
    /// }
    /// fn once(mut tell: CallbackMut<'_, dyn FnMut(u32)>) {
    ///     tell.call(1);
    /// }
    ///
    /// let mut sum = 0;
    /// twice(CallbackMut::new(&mut |n: u32| sum += n));
    /// assert_eq!(sum, 2);
    /// ```
    #[inline]
    pub fn reborrow(&mut self) -> CallbackMut<'_, C> {
        // The result lasts no longer than this is borrowed, exclusively; so it does not outlast `'a`, either.
        CallbackMut { record: self.record, lent: PhantomData }
    }
}

impl<C: LentClosureMut + ?Sized> Deref for CallbackMut<'_, C> {
    type Target = CallableMut<C>;

    #[inline]
    fn deref(&self) -> &Self::Target {
        // SAFETY: by 1., since this is borrowed for less than `'a`.
        unsafe { Callable::view(&self.record) }
    }
}

impl<C: LentClosureMut + ?Sized> DerefMut for CallbackMut<'_, C> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Self::Target {
        // SAFETY: by 1., since this is borrowed for less than `'a`, and exclusively.
        unsafe { Callable::view_mut(&mut self.record) }
    }
}

impl<C: ?Sized> fmt::Debug for CallbackMut<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallbackMut").finish_non_exhaustive()
    }
}

/// Passes a lent closure as what crosses for the reference that it stands for.
macro_rules! transfer {
    ($lent:ident, $closure:ident, $callable:ident, $described:ident) => {
        impl<'a, C: $closure + ?Sized> $lent<'a, C> {
            /// What crossed, under the name of `C`.
            #[inline]
            fn of(closure: Lent<'a, $callable<C>>) -> Self {
                Self { record: closure.record(), lent: PhantomData }
            }
        }

        // SAFETY: 1. and 2. it is what crosses for a reference to a `C`, and is described as that; 3. in a
        // transparent wrapper; 4. it is an argument only.
        unsafe impl<C: $closure + ?Sized> Transfer for $lent<'static, C> {
            type Rust<'a> = $lent<'a, C>;
            type Received<'a> = $lent<'a, C>;
            type Abi<'a> = Lent<'a, $callable<C>>;
            const TYPE: TypeInfo = C::$described;
            const IDENTITY: bool = true;
            const ARGUMENT_ONLY: bool = true;

            #[inline]
            fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
                // SAFETY: by 1., and `value` is gone.
                unsafe { Lent::of(value.record) }
            }
            #[inline]
            fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
                $lent::of(value)
            }
            #[inline]
            fn receive<'a>(place: Place<'a, Self::Abi<'a>>) -> Self::Received<'a> {
                $lent::of(place.take())
            }
            #[inline]
            fn pass_on(value: Self::Received<'_>) -> Self::Rust<'_> {
                value
            }
        }
    };
}
transfer!(CallbackRef, LentClosure, CallableRef, SHARED);
transfer!(CallbackMut, LentClosureMut, CallableMut, EXCLUSIVE);
