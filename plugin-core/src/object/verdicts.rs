//! Whether an object that crossed has the methods that this binary takes it to have.
//!
//! Lookups compare a plugin with its host. An object may come from further away: a host that knows a first
//! version of an interface is compatible with a plugin that appended one method and with another that
//! appended a different one, and hands the objects of one to the other.

use std::collections::HashSet;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{Mutex, PoisonError};

use super::{Interface, interface_type};
use crate::abi::{ObjectTable, TypeFn};
use crate::layout;

/// How many pairs are found without a lock; a power of two.
const SLOTS: usize = 64;

/// Two interfaces that were found compatible, by the functions that describe them: the verdict depends on
/// nothing else, and functions stay where they are.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Pair {
    expected: usize,
    found: usize,
}

impl Pair {
    #[inline]
    fn slot(self) -> &'static AtomicPtr<Pair> {
        static SLOTS_OF_PAIRS: [AtomicPtr<Pair>; SLOTS] =
            [const { AtomicPtr::new(ptr::null_mut()) }; SLOTS];
        // Functions are aligned to 16 bytes.
        let hash = (self.expected >> 4) ^ (self.found >> 4) ^ (self.found >> 10);
        &SLOTS_OF_PAIRS[hash % SLOTS]
    }
}

/// Checks that the methods behind `table` are those of `I`, as far as it has them.
///
/// # Panics
///
/// If they are not.
#[inline]
pub(super) fn check<I: Interface + ?Sized>(table: &ObjectTable) {
    let expected = interface_type::<I> as TypeFn;
    let pair = Pair { expected: expected as usize, found: table.interface as usize };
    if pair.expected == pair.found {
        return;
    }
    // Acquire: what the pointer leads to was written before it.
    let known = pair.slot().load(Ordering::Acquire);
    // SAFETY: null, or a pair that is never freed or changed.
    if unsafe { known.as_ref() } != Some(&pair) {
        compare(expected, table.interface, pair);
    }
}

/// Compares in full, unless it has been done before, and remembers.
#[cold]
#[inline(never)]
fn compare(expected: TypeFn, found: TypeFn, pair: Pair) {
    static COMPATIBLE: Mutex<Option<HashSet<&'static Pair>>> = Mutex::new(None);
    let lock = || COMPATIBLE.lock().unwrap_or_else(PoisonError::into_inner);
    let known = lock().as_ref().and_then(|pairs| pairs.get(&pair).copied());
    let known = known.unwrap_or_else(|| {
        let (expected, found) = (expected(), found());
        let differences = layout::compare(expected, found);
        if let Some(first) = differences.first() {
            panic!(
                "an object of another `{}` came here by way of a binary that is compatible with both: {first}",
                layout::display(expected)
            );
        }
        // Each pair once, so that what is leaked is bounded by the code that there is.
        let mut pairs = lock();
        let pairs = pairs.get_or_insert_default();
        pairs.get(&pair).copied().unwrap_or_else(|| {
            let pair = &*Box::leak(Box::new(pair));
            pairs.insert(pair);
            pair
        })
    });
    pair.slot().store(ptr::from_ref(known).cast_mut(), Ordering::Release);
}
