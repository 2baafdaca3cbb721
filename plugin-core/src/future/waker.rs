//! The waker of a poll, on the side that polls and on the side that is polled.
//!
//! A poll lends its waker and allocates nothing. The first clone on the polled side allocates once;
//! as long as it or a clone of it exists, later polls show the future that one, so that
//! `Waker::will_wake` tells that nothing has changed, as far as it ever tells.

use core::mem::ManuallyDrop;
use core::task::{Context, RawWaker, RawWakerVTable, Waker};
use std::sync::{Arc, OnceLock, Weak};
use std::task::Wake;

use crate::abi::{Outcome, WakerData, WakerRecord, WakerTable};
use crate::guard::{Origin, contain, outcome_of, result};

/// A waker of this binary, lent to another one while it is borrowed.
#[inline]
pub(super) fn lend(waker: &Waker) -> WakerRecord {
    static TABLE: WakerTable = WakerTable {
        size: size_of::<WakerTable>(),
        clone,
        wake,
        wake_by_ref,
        drop: drop_waker,
        reserved: [0; 3],
    };
    WakerRecord { data: WakerData::of(waker), table: &raw const TABLE }
}

/// Borrows a waker of this binary.
///
/// # Safety
///
/// `data` is that of a waker of this binary that exists as long as the result is used.
#[inline]
unsafe fn borrow(data: WakerData) -> ManuallyDrop<Waker> {
    // SAFETY: by contract; that it is not dropped leaves the waker to its owner.
    ManuallyDrop::new(unsafe { data.waker() })
}

/// [`WakerTable::clone`]
///
/// # Safety
///
/// As [`borrow`].
unsafe extern "C" fn clone(data: WakerData) -> Outcome<WakerData> {
    outcome_of(|| {
        // SAFETY: the caller's promise.
        let waker = unsafe { borrow(data) };
        let another = ManuallyDrop::new(Waker::clone(&waker));
        WakerData::of(&another)
    })
}

/// [`WakerTable::wake`]
///
/// # Safety
///
/// `data` is that of a waker of this binary that belongs to the caller, and is not used again.
unsafe extern "C" fn wake(data: WakerData) {
    // SAFETY: the caller's promise.
    contain(|| unsafe { data.waker() }.wake());
}

/// [`WakerTable::wake_by_ref`]
///
/// # Safety
///
/// As [`borrow`].
unsafe extern "C" fn wake_by_ref(data: WakerData) {
    // SAFETY: the caller's promise.
    contain(|| unsafe { borrow(data) }.wake_by_ref());
}

/// [`WakerTable::drop`]
///
/// # Safety
///
/// As [`wake`].
unsafe extern "C" fn drop_waker(data: WakerData) {
    // SAFETY: the caller's promise.
    contain(|| drop(unsafe { data.waker() }));
}

/// A waker of another binary that belongs to this one.
pub(super) struct Foreign {
    /// 1. That of a waker that belongs to this value.
    record: WakerRecord,
}

// SAFETY: a waker may be used from any thread, and so may its functions (`WakerRecord`).
unsafe impl Send for Foreign {}
// SAFETY: as above.
unsafe impl Sync for Foreign {}

impl Foreign {
    /// Clones a waker that is lent.
    ///
    /// # Safety
    ///
    /// `lent` is that of a waker that exists during the call.
    unsafe fn clone_of(lent: &WakerRecord) -> Self {
        // SAFETY: by contract the table of a waker, never unloaded.
        let table = unsafe { &*lent.table };
        // SAFETY: by contract the waker exists.
        let outcome = unsafe { (table.clone)(lent.data) };
        // SAFETY: the outcome of this call.
        match unsafe { result(outcome, || Some(Origin::Waker)) } {
            Ok(data) => Self { record: WakerRecord { data, table: lent.table } },
            Err(panic) => panic.resume(),
        }
    }

    fn table(&self) -> &WakerTable {
        // SAFETY: by 1. the table of a waker, never unloaded.
        unsafe { &*self.record.table }
    }
}

impl Wake for Foreign {
    fn wake(self: Arc<Self>) {
        match Arc::try_unwrap(self) {
            Ok(last) => {
                let last = ManuallyDrop::new(last);
                // SAFETY: by 1., and this is the last use.
                unsafe { (last.table().wake)(last.record.data) };
            }
            Err(shared) => shared.wake_by_ref(),
        }
    }

    fn wake_by_ref(self: &Arc<Self>) {
        // SAFETY: by 1.
        unsafe { (self.table().wake_by_ref)(self.record.data) };
    }
}

impl Drop for Foreign {
    fn drop(&mut self) {
        // SAFETY: by 1., and this is the last use.
        unsafe { (self.table().drop)(self.record.data) };
    }
}

/// The waker of another binary during one poll.
struct Lent {
    /// 1. That of a waker that exists as long as this value.
    record: WakerRecord,
    /// The clone that all clones are clones of.
    cloned: OnceLock<Arc<Foreign>>,
}

/// How a [`Waker`] whose data points to a [`Lent`] does what it does.
static LENT: RawWakerVTable = RawWakerVTable::new(clone_lent, wake_lent, wake_lent, keep_lent);

/// # Safety
///
/// `data` points to a [`Lent`].
unsafe fn clone_lent(data: *const ()) -> RawWaker {
    // SAFETY: the caller's promise.
    let lent = unsafe { &*data.cast::<Lent>() };
    let cloned = lent.cloned.get_or_init(|| {
        // SAFETY: by 1.
        Arc::new(unsafe { Foreign::clone_of(&lent.record) })
    });
    let waker = ManuallyDrop::new(Waker::from(Arc::clone(cloned)));
    RawWaker::new(waker.data(), waker.vtable())
}

/// # Safety
///
/// As [`clone_lent`].
unsafe fn wake_lent(data: *const ()) {
    // SAFETY: the caller's promise.
    let lent = unsafe { &*data.cast::<Lent>() };
    // SAFETY: by 1. the table of a waker, never unloaded.
    let table = unsafe { &*lent.record.table };
    // SAFETY: by 1. the waker exists.
    unsafe { (table.wake_by_ref)(lent.record.data) };
}

/// What is lent is not dropped.
unsafe fn keep_lent(_: *const ()) {}

/// The clone of a waker that this side made last, if any clone of it still exists. It keeps none alive:
/// a task that nobody can wake any more must be able to end.
pub(super) type LastClone = Weak<Foreign>;

/// Polls with the waker of another binary.
///
/// # Safety
///
/// `record` is that of a waker that exists during the call.
#[inline]
pub(super) unsafe fn poll_with<R>(
    record: &WakerRecord,
    last: &mut LastClone,
    poll: impl FnOnce(&mut Context<'_>) -> R,
) -> R {
    // Both exist, so that equal words mean one task.
    if let Some(known) = last.upgrade().filter(|known| known.record.same(record)) {
        let waker = Waker::from(known);
        return poll(&mut Context::from_waker(&waker));
    }
    let lent = Lent { record: *record, cloned: OnceLock::new() };
    // SAFETY: the functions of `LENT` want a pointer to a `Lent`, and this one stays in place until the
    // poll is over; a `&Waker` that `poll` is lent does not outlast that, and what it clones is made of
    // an `Arc`. They may be called from any thread, as those of the record.
    let waker = unsafe { Waker::new((&raw const lent).cast(), &LENT) };
    let result = poll(&mut Context::from_waker(&waker));
    if let Some(cloned) = lent.cloned.get() {
        *last = Arc::downgrade(cloned);
    }
    result
}
