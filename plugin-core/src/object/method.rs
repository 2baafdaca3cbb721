//! The side that an object crossed to: calling its methods.

use core::ffi::c_void;

use super::{Interface, Ownership, Remote};
use crate::abi::{Field, Text, TypeInfo, kind, method_flags};
use crate::guard::{Origin, result_or_resume};
use crate::signature::{Invoke, function_type};
use crate::symbol::Signature;
use crate::types::Transfer;

/// A method of an interface.
///
/// # Safety
///
/// It stands at [`INDEX`](Self::INDEX) in the tables and in the description of the interface; what its
/// result borrows, it borrows of the object alone, and no longer than the object is borrowed.
pub unsafe trait Method: 'static {
    /// The interface.
    type Interface: Interface + ?Sized;
    /// How it takes the object.
    type Receiver: Receiver;
    /// The parameters behind that.
    type Parameters: Signature;
    /// The result.
    type Result: Transfer;
    /// Where it stands.
    const INDEX: usize;
    /// `Filter::apply`
    const NAME: &'static str;
    /// Whether it has a default body: then an object of an older binary may be without it.
    const DEFAULT: bool;
}

/// A [`Method`] of a type that implements the interface.
pub trait Implemented<T>: Method {
    /// Calls it.
    fn call<'s>(
        this: <Self::Receiver as Receiver>::This<'s, T>,
        arguments: <Self::Parameters as Signature>::Received<'_>,
    ) -> <Self::Result as Transfer>::Rust<'s>
    where
        T: 's;
}

/// How a method takes the object.
pub trait Receiver: 'static {
    /// The reference.
    type This<'s, T: 's>;
    /// The flags of such a method.
    const FLAGS: usize;

    /// The reference to an object.
    ///
    /// # Safety
    ///
    /// `data` points to a `T` that may be borrowed in this way for `'s`.
    #[doc(hidden)]
    unsafe fn this<'s, T: 's>(data: *mut c_void) -> Self::This<'s, T>;
}

/// `&self`
#[derive(Debug)]
pub enum SelfRef {}
/// `&mut self`
#[derive(Debug)]
pub enum SelfMut {}

impl Receiver for SelfRef {
    type This<'s, T: 's> = &'s T;
    const FLAGS: usize = 0;

    #[inline]
    unsafe fn this<'s, T: 's>(data: *mut c_void) -> &'s T {
        // SAFETY: the caller's promise.
        unsafe { &*data.cast() }
    }
}

impl Receiver for SelfMut {
    type This<'s, T: 's> = &'s mut T;
    const FLAGS: usize = method_flags::EXCLUSIVE;

    #[inline]
    unsafe fn this<'s, T: 's>(data: *mut c_void) -> &'s mut T {
        // SAFETY: the caller's promise.
        unsafe { &mut *data.cast() }
    }
}

/// The description of a method, called `name` in its trait.
pub const fn method<M: Method>(name: &'static str) -> Field {
    extern "C" fn ty<M: Method>() -> &'static TypeInfo {
        const { &function_type::<usize, M::Parameters, M::Result>(kind::FUNCTION, 0) }
    }
    let default = if M::DEFAULT { method_flags::DEFAULT } else { 0 };
    Field {
        name: Text::new(name),
        offset: 0,
        ty: ty::<M>,
        flags: M::Receiver::FLAGS | default,
        reserved: 0,
    }
}

/// Whether the object has the method.
#[inline]
pub fn has<M: Method, O: Ownership>(remote: &Remote<M::Interface, O>) -> bool {
    remote.table().methods > M::INDEX
}

/// Calls a method that takes `&self`; if it panics, so does this.
#[inline]
pub fn call<'s, M, O>(
    remote: &'s Remote<M::Interface, O>,
    arguments: <M::Parameters as Signature>::Arguments<'_>,
) -> <M::Result as Transfer>::Rust<'s>
where
    M: Method<Receiver = SelfRef, Parameters: Invoke>,
    O: Ownership,
{
    // SAFETY: the object is borrowed for `'s`, as the method takes it.
    unsafe { call_for::<M, O>(remote, arguments) }
}

/// Calls a method that takes `&mut self`; if it panics, so does this.
///
/// # Panics
///
/// If the handle has one count of several: `Arc::get_mut` of a handle says nothing of the object.
#[inline]
pub fn call_mut<'s, M, O>(
    remote: &'s mut Remote<M::Interface, O>,
    arguments: <M::Parameters as Signature>::Arguments<'_>,
) -> <M::Result as Transfer>::Rust<'s>
where
    M: Method<Receiver = SelfMut, Parameters: Invoke>,
    O: Ownership,
{
    assert!(O::EXCLUSIVE, "`{}` changes an object that others share", M::NAME);
    // SAFETY: the object is borrowed exclusively for `'s`, as the method takes it.
    unsafe { call_for::<M, O>(remote, arguments) }
}

/// Calls a method.
///
/// # Safety
///
/// The object is borrowed for `'s` as the method takes it.
#[inline]
unsafe fn call_for<'s, M, O>(
    remote: &Remote<M::Interface, O>,
    arguments: <M::Parameters as Signature>::Arguments<'_>,
) -> <M::Result as Transfer>::Rust<'s>
where
    M: Method<Parameters: Invoke>,
    O: Ownership,
{
    // A method without a default body is in every table that was found equal.
    assert!(!M::DEFAULT || has::<M, O>(remote), "the object has this method");
    let record = remote.record();
    let methods = record.table.wrapping_add(1).cast::<*const c_void>();
    // SAFETY: the methods stand behind the record, this one among them.
    let shim = unsafe { *methods.wrapping_add(M::INDEX) };
    // SAFETY: by `Method` and `Interface` 1., the shim has these parameters and this result, and the
    // result borrows the object for `'s` at most.
    let outcome = unsafe { M::Parameters::invoke::<_, M::Result>(shim, record.data, arguments) };
    // SAFETY: the outcome of this call.
    unsafe { result_or_resume::<M::Result>(outcome, const { &Origin::Method(M::NAME) }) }
}
