//! The spans that plugins have: numbers, since what a plugin's code calls a span's id may be anything.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tracing_core::span::Id;
use tracing_core::{Dispatch, Metadata};

use crate::panics::contain;

/// A span of this program's, with the subscriber that made it, which need not be the one of whichever thread
/// enters it.
#[derive(Clone)]
pub(super) struct Span {
    pub(super) dispatch: Dispatch,
    pub(super) id: Id,
    pub(super) metadata: &'static Metadata<'static>,
}

struct Entry {
    span: Span,
    /// How often it is to be closed; 0 for the current span of a thread that nobody has cloned.
    count: usize,
}

type Shard = Mutex<BTreeMap<u64, Entry>>;

/// Threads that make spans meet rarely.
const SHARDS: usize = 16;

static SPANS: [Shard; SHARDS] = [const { Mutex::new(BTreeMap::new()) }; SHARDS];

fn shard(number: u64) -> MutexGuard<'static, BTreeMap<u64, Entry>> {
    #[expect(clippy::cast_possible_truncation, reason = "the remainder is small")]
    let shard = (number % SHARDS as u64) as usize;
    SPANS[shard].lock().unwrap_or_else(PoisonError::into_inner)
}

/// Gives a span a number.
pub(super) fn insert(span: Span, count: usize) -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    shard(number).insert(number, Entry { span, count });
    number
}

/// The span with a number. What it returns is used when the lock is free again, here and below: subscribers
/// run then.
pub(super) fn get(number: u64) -> Option<Span> {
    shard(number).get(&number).map(|entry| entry.span.clone())
}

/// Counts a span once more.
pub(super) fn retain(number: u64) {
    if let Some(entry) = shard(number).get_mut(&number) {
        entry.count += 1;
    }
}

/// Counts a span once less; its number is unknown after the last time.
pub(super) fn release(number: u64) -> Option<Span> {
    let mut shard = shard(number);
    let entry = shard.get_mut(&number)?;
    // Not counted for anyone.
    entry.count = entry.count.checked_sub(1)?;
    if entry.count > 0 {
        return Some(entry.span.clone());
    }
    shard.remove(&number).map(|entry| entry.span)
}

/// The number that a thread was last told as that of its current span.
struct Told(Cell<u64>);

thread_local! {
    static TOLD: Told = const { Told(Cell::new(0)) };
}

impl Told {
    fn replace(&self, number: u64) {
        let old = self.0.replace(number);
        let mut shard = shard(old);
        let unused = match shard.get(&old) {
            Some(entry) if entry.count == 0 => shard.remove(&old),
            _ => None,
        };
        // Dropped when the lock is free: a subscriber may end with it.
        drop(shard);
        drop(unused);
    }
}

impl Drop for Told {
    fn drop(&mut self) {
        // A panic of the subscriber would end the process here.
        contain(|| self.replace(0));
    }
}

/// A number for the current span of this thread, until it asks again; nothing at the end of the thread.
pub(super) fn tell(span: Span) -> Option<u64> {
    TOLD.try_with(|told| {
        let number = insert(span, 0);
        told.replace(number);
        number
    })
    .ok()
}
