//! The owner of a closure: what a boxed one crosses as.

use core::fmt;
use core::ops::{Deref, DerefMut};

use super::{Allows, Callable, Calls, Exclusive, Given, Repeated, Threads};
use crate::abi::TypeInfo;
use crate::signature::Invoke;
use crate::types::{Boxed, Owned, Transfer, received_by_value};

/// The type of a closure that can be handed over: `dyn Fn(A) -> R + Send`, also with `+ Sync`, and the same with
/// `FnMut`.
///
/// Implemented for those that cross in a `Box`, by what they cross as; not for people to implement.
///
/// # Safety
///
/// What crosses for a `Box<Self>` is a closure of this kind, with these parameters and this result, that these
/// threads may use, and no others may use a `Self`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the type of a callback that can be handed over",
    label = "not the type of a callback",
    note = "a callback that is handed over is `Send`: `Callback<dyn Fn(u32) -> String + Send>`, with up to four parameters, each `A`, `&A` or `&mut A`, and an owned result",
    note = "a closure that is called once crosses in a box: `Box<dyn FnOnce(u32) -> String + Send>`"
)]
pub unsafe trait OwnedClosure: Boxed {
    /// `Shared` for `dyn Fn`, `Exclusive` for `dyn FnMut`.
    type Kind: Repeated;
    /// The parameters, as a tuple.
    type Parameters: Invoke;
    /// The result.
    type Result: Owned;
    /// Which threads may use it.
    type Threads: Threads;

    /// What crosses for a box.
    #[doc(hidden)]
    fn give_closure(closure: Box<Self>) -> GivenFor<Self>;
    /// The box that stands for what crossed.
    #[doc(hidden)]
    fn given_closure(closure: GivenFor<Self>) -> Box<Self>;
}

/// How a closure of type `C` is called.
type CallableFor<C> = Callable<
    <C as OwnedClosure>::Kind,
    <C as OwnedClosure>::Parameters,
    <C as OwnedClosure>::Result,
>;

/// What crosses for a `Box<C>`.
pub(super) type GivenFor<C> = Given<CallableFor<C>, <C as OwnedClosure>::Threads>;

// SAFETY: that is what crosses, and its threads are those of the `dyn` type that is `C`: no other has such a box.
unsafe impl<C, K, P, R, T> OwnedClosure for C
where
    C: Boxed<Rust<'static> = Box<C>, Owned<'static> = Given<Callable<K, P, R>, T>> + ?Sized,
    K: Repeated,
    P: Invoke,
    R: Owned,
    T: Threads,
{
    type Kind = K;
    type Parameters = P;
    type Result = R;
    type Threads = T;

    fn give_closure(closure: Box<Self>) -> GivenFor<Self> {
        C::give(closure)
    }
    fn given_closure(closure: GivenFor<Self>) -> Box<Self> {
        C::given(closure)
    }
}

/// A closure that was handed over, as it crosses: what `Box<dyn Fn(A) -> R + Send>` stands for, with two calls
/// less between the closure and whoever calls it.
///
/// `C` is `dyn Fn(A) -> R + Send` or `dyn FnMut(A) -> R + Send`, each also with `+ Sync`.
/// `fn() -> Callback<dyn Fn(u64) -> u64 + Send>` finds `fn() -> Box<dyn Fn(u64) -> u64 + Send>`, and the other
/// way round: both are one signature.
///
/// It is called by [`call`](Callable#method.call), or by [`try_call`](Callable#method.try_call), which contains a
/// panic of the closure; for a `dyn FnMut`, by way of `&mut`. What the closure owns is dropped by the side that
/// made it, on whatever thread the callback ends; a panic in that drop ends there.
///
/// # Threads
///
/// It is `Send`, and `Sync` if `C` is.
///
/// # Examples
///
/// ```
/// use plugin_core::{Callback, export};
/// # plugin_core::plugin!();
///
/// #[export]
/// pub fn adder(by: u64) -> Callback<dyn Fn(u64) -> u64 + Send> {
///     Callback::new(move |n: u64| n + by)
/// }
///
/// # fn main() {
/// let add = adder(2);
/// assert_eq!(add.call(3), 5);
///
/// // With the type written, the parameters need none.
/// let mut words = Vec::new();
/// let mut collect = Callback::<dyn FnMut(&str) -> usize + Send>::new(move |word| {
///     words.push(word.to_owned());
///     words.len()
/// });
/// assert_eq!((collect.call("a"), collect.call("b")), (1, 2));
///
/// let fails = Callback::<dyn Fn() + Send>::new(|| panic!("not today"));
/// assert_eq!(fails.try_call().unwrap_err().message(), "not today");
/// # }
/// ```
// Its parameter has no bound, so that where one is not met, the compiler says so once.
#[repr(transparent)]
pub struct Callback<C: ?Sized> {
    /// 1. A [`GivenFor<C>`] under another name: `C` names the view, and what threads may use a `C`, may use this.
    closure: Given<C, C>,
}

impl<C: OwnedClosure + ?Sized> Callback<C> {
    /// Hands a closure over.
    ///
    /// A call of it is one indirect call, since the closure's own type is known here. One that is a `dyn Fn`
    /// already is better converted from its box: `Callback::from(boxed)`.
    pub fn new<F>(closure: F) -> Self
    where
        C::Kind: Calls<C::Parameters, C::Result, F>,
        C::Threads: Allows<F>,
        F: 'static,
    {
        // SAFETY: the closure is callable as the kind says (`Calls`), in a box that is given away here;
        // it borrows nothing, and `Allows` says that these threads may use it.
        let closure = unsafe { Given::new(Box::new(closure)) };
        Self::named(closure)
    }

    /// A box that calls the closure, for code that asks for one.
    ///
    /// # Examples
    ///
    /// ```
    /// use plugin_core::Callback;
    ///
    /// let callback = Callback::<dyn Fn(u64) -> u64 + Send>::new(|n| n + 1);
    /// let boxed: Box<dyn Fn(u64) -> u64 + Send> = callback.into_box();
    /// assert_eq!(boxed(1), 2);
    /// ```
    #[must_use]
    pub fn into_box(self) -> Box<C> {
        C::given_closure(self.crossing())
    }

    /// What crosses, under the name of `C`.
    #[inline]
    fn named(closure: GivenFor<C>) -> Self {
        // SAFETY: by `OwnedClosure` this is the view of a `C`, and used by the threads that a `C` is.
        Self { closure: unsafe { closure.renamed() } }
    }

    /// What crosses.
    #[inline]
    fn crossing(self) -> GivenFor<C> {
        // SAFETY: by 1.
        unsafe { self.closure.renamed() }
    }
}

impl<C: OwnedClosure + ?Sized> From<Box<C>> for Callback<C> {
    /// Hands a boxed closure over, which stays in its box: a call of it is two indirect calls.
    fn from(closure: Box<C>) -> Self {
        Self::named(C::give_closure(closure))
    }
}

impl<C: OwnedClosure + ?Sized> Deref for Callback<C> {
    type Target = CallableFor<C>;

    #[inline]
    fn deref(&self) -> &Self::Target {
        // SAFETY: by 1.
        unsafe { Callable::view(self.closure.record()) }
    }
}

impl<C: OwnedClosure<Kind = Exclusive> + ?Sized> DerefMut for Callback<C> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Self::Target {
        // SAFETY: by 1., and this is borrowed exclusively.
        unsafe { Callable::view_mut(self.closure.record_mut()) }
    }
}

impl<C: ?Sized> fmt::Debug for Callback<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callback").finish_non_exhaustive()
    }
}

// SAFETY: 1. and 2. it is what crosses for a `Box<C>`, in a transparent wrapper, and is described as that; 3. so
// the two can be transmuted.
unsafe impl<C: OwnedClosure + ?Sized> Transfer for Callback<C> {
    type Rust<'a> = Self;
    type Abi<'a> = GivenFor<C>;
    const TYPE: TypeInfo = C::BOXED;
    const IDENTITY: bool = true;
    received_by_value!();

    #[inline]
    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        value.crossing()
    }
    #[inline]
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        Self::named(value)
    }
}
