//! What has been verified before, so that a repeated lookup compares one pointer.

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use crate::abi::TypeInfo;

/// How many expected types an export remembers. In one build a type has one description or, in
/// debug builds, a few.
const SLOTS: usize = 4;

/// The descriptions that an export's type was found equal to.
///
/// A description is known by its address. That is sound although one type may have several
/// descriptions and two types whose descriptions agree byte for byte may share one: the verdict
/// depends on the description alone, which is immutable and, since nothing is unloaded, stays where
/// it is. A `TypeId` would not do: two binaries may have equal ones for different types.
#[derive(Default)]
pub(super) struct Verdicts {
    equal: [AtomicPtr<TypeInfo>; SLOTS],
}

impl Verdicts {
    /// Whether `expected` was found equal before.
    #[inline]
    pub(super) fn matches(&self, expected: &'static TypeInfo) -> bool {
        // Relaxed: the pointer itself is all that is read.
        self.equal.iter().any(|slot| ptr::eq(slot.load(Ordering::Relaxed), expected))
    }

    /// Notes that `expected` is equal; forgets what was noted last when full.
    pub(super) fn note(&self, expected: &'static TypeInfo) {
        let expected = ptr::from_ref(expected).cast_mut();
        let [first @ .., last] = &self.equal;
        let free = |slot: &AtomicPtr<TypeInfo>| {
            let null = ptr::null_mut();
            slot.compare_exchange(null, expected, Ordering::Relaxed, Ordering::Relaxed).is_ok()
        };
        if !first.iter().any(free) {
            last.store(expected, Ordering::Relaxed);
        }
    }
}
