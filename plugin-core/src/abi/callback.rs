//! A callback: a closure of one binary that another one calls.

use core::ffi::c_void;
use core::ptr;

use super::frozen;

/// The two words of a pointer to a closure, or its one word and a null, which only the binary that made it looks at.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct CallbackData {
    /// The words.
    pub words: [*mut c_void; 2],
}

/// A callback as it crosses.
///
/// Borrowed for the call, or, in a box, the receiver's, which calls [`CallbackTable::drop`] once or, if
/// it is an `FnOnce`, calls it once. All fields since ABI 1.0.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct CallbackRecord {
    /// The closure.
    pub data: CallbackData,
    /// What to do with it; not null.
    pub table: *const CallbackTable,
}

/// What can be done with a callback.
///
/// Lives in the binary that made the callback for as long as the process; immutable; readable from any
/// thread. Grows at its tail.
#[repr(C)]
#[derive(Debug)]
pub struct CallbackTable {
    /// Size of this record in bytes.
    pub size: usize,
    /// `extern "C" fn(CallbackData, Abi<A>, …) -> Outcome<Abi<R>>`. On any thread if the callback is
    /// `Sync`; on any one at a time if it is `Send`; else on the thread that it was passed on.
    pub call: *const c_void,
    /// Drops a boxed closure and contains its panic.
    pub drop: unsafe extern "C" fn(CallbackData),
    /// Zero.
    pub reserved: [usize; 2],
}

frozen!(CallbackData: size 16, align 8, { words: 0 });
frozen!(CallbackRecord: size 24, align 8, { data: 0, table: 16 });
frozen!(CallbackTable: size 40, align 8, { size: 0, call: 8, drop: 16, reserved: 24 });

// SAFETY: the table is immutable, and code may be called from any thread that may use the callback.
unsafe impl Sync for CallbackTable {}

impl CallbackData {
    /// Takes a pointer apart. One of a single word is followed by a null.
    #[inline]
    pub(crate) fn new<D: ?Sized>(closure: *const D) -> Self {
        if const { size_of::<*const D>() == size_of::<*const c_void>() } {
            return Self { words: [closure.cast::<c_void>().cast_mut(), ptr::null_mut()] };
        }
        const { assert!(size_of::<*const D>() <= size_of::<Self>()) };
        // SAFETY: two words of a pointer, as asserted.
        unsafe { core::mem::transmute_copy(&closure) }
    }

    /// The pointer that was taken apart.
    ///
    /// # Safety
    ///
    /// `self` was made of a pointer to a `D`, up to lifetimes, in this binary.
    #[inline]
    pub(crate) unsafe fn pointer<D: ?Sized>(self) -> *mut D {
        const { assert!(size_of::<*mut D>() <= size_of::<Self>()) };
        // SAFETY: by contract these are the words of such a pointer, or the first one is.
        unsafe { core::mem::transmute_copy(&self) }
    }
}
