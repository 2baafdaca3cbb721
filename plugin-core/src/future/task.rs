//! The side that made the future: what its record points to, and its table.

use core::ffi::c_void;
use core::pin::Pin;
use core::task::Poll;
use std::sync::Weak;

use super::waker::{LastClone, poll_with};
use crate::abi::{FutureRecord, FutureTable, Outcome, WakerRecord};
use crate::guard::{contain, outcome_of};
use crate::types::{Owned, ROption, Transfer};

/// A future on the heap.
struct Task<F> {
    last: LastClone,
    /// 1. Not moved until it is dropped.
    future: F,
}

/// Puts a future on the heap; the record's owner owns it.
///
/// The result does not say what `F` borrows.
pub(super) fn record<F>(future: F) -> FutureRecord
where
    F: Future<Output: Owned> + Send,
{
    let table = const {
        &FutureTable {
            size: size_of::<FutureTable>(),
            poll: poll::<F> as *const c_void,
            drop: drop_task::<F>,
            reserved: [0; 3],
        }
    };
    let task = Box::new(Task { last: Weak::new(), future });
    FutureRecord { data: Box::into_raw(task).cast(), table }
}

/// [`FutureTable::poll`]
///
/// # Safety
///
/// `data` is that of a record of a future of this type, which has not ended and which this call may use
/// exclusively; `waker` points to that of a waker that exists during the call.
unsafe extern "C" fn poll<F: Future<Output: Owned>>(
    data: *mut c_void,
    waker: *const WakerRecord,
) -> Outcome<ROption<<F::Output as Transfer>::Abi<'static>>> {
    let mut ended = true;
    let outcome = outcome_of(|| {
        // SAFETY: by contract.
        let task = unsafe { &mut *data.cast::<Task<F>>() };
        // SAFETY: by 1.
        let future = unsafe { Pin::new_unchecked(&mut task.future) };
        // SAFETY: by contract.
        let waker = unsafe { &*waker };
        // SAFETY: by contract.
        let polled = unsafe { poll_with(waker, &mut task.last, |context| future.poll(context)) };
        match polled {
            Poll::Pending => {
                ended = false;
                ROption::RNone
            }
            Poll::Ready(value) => ROption::RSome(<F::Output as Transfer>::into_abi(value)),
        }
    });
    if ended {
        // SAFETY: by contract, and after this end the caller does not use it again.
        unsafe { drop_task::<F>(data) };
    }
    outcome
}

/// [`FutureTable::drop`]
///
/// # Safety
///
/// `data` is that of a record of a future of this type, which is not used again.
unsafe extern "C" fn drop_task<F>(data: *mut c_void) {
    contain(|| {
        // SAFETY: by contract it comes from `record`.
        drop(unsafe { Box::from_raw(data.cast::<Task<F>>()) });
    });
}
