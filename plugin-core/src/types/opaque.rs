//! Addresses that only their owner looks behind.

use core::ffi::c_void;
use core::marker::PhantomData;

use super::{Portable, transfer_as_itself};
use crate::abi::{TypeInfo, kind};

/// Names a kind of [`Opaque`] handle.
pub trait OpaqueTag: 'static {
    /// What tells this kind of handle from others in both binaries: `com.example.editor.Buffer`.
    const NAME: &'static str;
}

/// A handle: an address that is passed around by all and looked behind only by the binary that made
/// it.
///
/// ```
/// use plugin_core::{Opaque, OpaqueTag};
///
/// enum Buffer {}
/// impl OpaqueTag for Buffer {
///     const NAME: &'static str = "com.example.editor.Buffer";
/// }
///
/// let text = String::from("hello");
/// let handle = Opaque::<Buffer>::new((&raw const text).cast());
/// assert_eq!(handle.address(), (&raw const text).cast());
/// ```
#[repr(transparent)]
pub struct Opaque<T> {
    address: *const c_void,
    tag: PhantomData<fn() -> T>,
}

impl<T> Opaque<T> {
    /// Wraps an address, which may be null.
    pub const fn new(address: *const c_void) -> Self {
        Self { address, tag: PhantomData }
    }

    /// The address.
    pub const fn address(self) -> *const c_void {
        self.address
    }
}

impl<T> Clone for Opaque<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Opaque<T> {}

impl<T> core::fmt::Debug for Opaque<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.address.fmt(f)
    }
}

// SAFETY: an address; the tag's name says what stands behind it.
unsafe impl<T: OpaqueTag> Portable for Opaque<T> {
    const TYPE: TypeInfo = TypeInfo::of::<Self>(kind::OPAQUE, T::NAME);
}
transfer_as_itself!([T: OpaqueTag] Opaque<T>);
