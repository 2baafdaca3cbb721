//! A future: work of one binary that an executor of another one drives, and the waker that goes with
//! each poll.

use core::ffi::c_void;
use core::task::{RawWakerVTable, Waker};

use super::{Outcome, frozen};

/// A future as it crosses: the receiver's, which polls it until it has ended or drops it.
///
/// On any thread, one at a time. All fields since ABI 1.0.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct FutureRecord {
    /// The future; null once it has ended.
    pub data: *mut c_void,
    /// What to do with it; not null.
    pub table: *const FutureTable,
}

/// What can be done with a future.
///
/// Lives in the binary that made the future for as long as the process; immutable; readable from any
/// thread. Grows at its tail. All fields since ABI 1.0.
#[repr(C)]
#[derive(Debug)]
pub struct FutureTable {
    /// Size of this record in bytes.
    pub size: usize,
    /// `unsafe extern "C" fn(*mut c_void, *const WakerRecord) -> Outcome<ROption<Abi<T>>>`, with a waker
    /// that is lent for the call. `RNone`: it is not ready. Anything else ends the future: it has been
    /// dropped, and its `data` is not used again.
    pub poll: *const c_void,
    /// Drops a future that has not ended, and contains its panic.
    pub drop: unsafe extern "C" fn(*mut c_void),
    /// Zero.
    pub reserved: [usize; 3],
}

/// The two words of a waker, which only the binary that made it looks at. Equal ones wake the same
/// task.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WakerData {
    /// The words.
    pub words: [*const c_void; 2],
}

/// A waker as it crosses. Usable from any thread, several at once. All fields since ABI 1.0.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct WakerRecord {
    /// The waker.
    pub data: WakerData,
    /// What to do with it; not null.
    pub table: *const WakerTable,
}

/// What can be done with a waker.
///
/// Lives in the binary that made the waker for as long as the process; immutable; readable from any
/// thread. Grows at its tail. All fields since ABI 1.0.
#[repr(C)]
#[derive(Debug)]
pub struct WakerTable {
    /// Size of this record in bytes.
    pub size: usize,
    /// Makes another waker of the same task, which belongs to the caller and has this table, too.
    pub clone: unsafe extern "C" fn(WakerData) -> Outcome<WakerData>,
    /// Wakes, takes the waker away and contains its panic.
    pub wake: unsafe extern "C" fn(WakerData),
    /// Wakes and contains its panic.
    pub wake_by_ref: unsafe extern "C" fn(WakerData),
    /// Takes the waker away and contains its panic.
    pub drop: unsafe extern "C" fn(WakerData),
    /// Zero.
    pub reserved: [usize; 3],
}

frozen!(FutureRecord: size 16, align 8, { data: 0, table: 8 });
frozen!(FutureTable: size 48, align 8, { size: 0, poll: 8, drop: 16, reserved: 24 });
frozen!(WakerData: size 16, align 8, { words: 0 });
frozen!(WakerRecord: size 24, align 8, { data: 0, table: 16 });
frozen!(WakerTable: size 64, align 8, {
    size: 0, clone: 8, wake: 16, wake_by_ref: 24, drop: 32, reserved: 40,
});

// SAFETY: the table is immutable, and code may be called from any thread that may use the future.
unsafe impl Sync for FutureTable {}

impl WakerData {
    /// Takes a waker apart, which goes on to exist.
    #[inline]
    pub(crate) fn of(waker: &Waker) -> Self {
        Self { words: [waker.data().cast(), core::ptr::from_ref(waker.vtable()).cast()] }
    }

    /// The waker that was taken apart.
    ///
    /// # Safety
    ///
    /// `self` was made of a waker in this binary, which the result becomes: both are not dropped.
    #[inline]
    pub(crate) unsafe fn waker(self) -> Waker {
        let [data, vtable] = self.words;
        // SAFETY: by contract this is the address of a waker's table, which is static.
        let vtable = unsafe { &*vtable.cast::<RawWakerVTable>() };
        // SAFETY: by contract these are the parts of a waker that may be used once more.
        unsafe { Waker::new(data.cast(), vtable) }
    }
}

impl WakerRecord {
    /// Whether both wake the same task, as far as that can be told.
    #[inline]
    pub(crate) fn same(&self, other: &Self) -> bool {
        self.data == other.data && core::ptr::eq(self.table, other.table)
    }
}
