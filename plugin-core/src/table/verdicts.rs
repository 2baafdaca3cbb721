//! What has been verified before, so that a repeated lookup compares one pointer.

use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, Ordering};

use crate::abi::TypeInfo;

/// How many further types an export remembers.
const FURTHER: usize = 3;

/// A description that an export's type was found equal to, or null.
///
/// A description is known by its address. That is sound although one type may have several
/// descriptions and two types whose descriptions agree byte for byte may share one: the verdict
/// depends on the description alone, which is immutable and, since nothing is unloaded, stays where
/// it is. A `TypeId` would not do: two binaries may have equal ones for different types.
#[derive(Default)]
pub(super) struct Verdict(AtomicPtr<TypeInfo>);

impl Verdict {
    /// Whether `expected` was found equal before.
    #[inline]
    pub(super) fn is(&self, expected: &'static TypeInfo) -> bool {
        // Relaxed: the pointer itself is all that is read.
        ptr::eq(self.0.load(Ordering::Relaxed), expected)
    }

    /// Notes that `expected` is equal, if nothing is noted here yet.
    pub(super) fn note(&self, expected: &'static TypeInfo) -> bool {
        let (null, expected) = (ptr::null_mut(), ptr::from_ref(expected).cast_mut());
        self.0.compare_exchange(null, expected, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }

    fn replace(&self, expected: &'static TypeInfo) {
        self.0.store(ptr::from_ref(expected).cast_mut(), Ordering::Relaxed);
    }
}

/// The further descriptions of each row's type. Most tables have none: a type has several if it is named in several
/// parts of a program that the compiler translated apart.
#[derive(Default)]
pub(super) struct Further(OnceLock<Box<[[Verdict; FURTHER]]>>);

impl Further {
    /// Whether `expected` was found equal to the type of this row before.
    #[cold]
    pub(super) fn has(&self, row: usize, expected: &'static TypeInfo) -> bool {
        let verdicts = self.0.get().and_then(|rows| rows.get(row));
        verdicts.is_some_and(|verdicts| verdicts.iter().any(|verdict| verdict.is(expected)))
    }

    /// Notes that `expected` is equal to the type of this one of `rows` rows; forgets what was noted last when full.
    pub(super) fn note(&self, row: usize, rows: usize, expected: &'static TypeInfo) {
        let all = self.0.get_or_init(|| (0..rows).map(|_| Default::default()).collect());
        let Some(verdicts @ [.., last]) = all.get(row) else { return };
        if !verdicts.iter().any(|verdict| verdict.note(expected)) {
            last.replace(expected);
        }
    }
}
