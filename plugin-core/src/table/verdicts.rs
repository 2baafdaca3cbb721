//! What has been verified before, so that a repeated lookup compares one pointer.

use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

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

/// The verdicts of all rows. Nothing is there before the first lookup: a plugin's table is made in each first open, where
/// fresh memory costs more than the work.
#[derive(Default)]
pub(super) struct Verdicts {
    first: OnceLock<Box<[Verdict]>>,
    /// Most tables have none: a type has several descriptions if it is named in several parts of a program that the
    /// compiler translated apart.
    further: OnceLock<Box<[[Verdict; FURTHER]]>>,
    /// The row that a verdict was noted for last.
    last: AtomicUsize,
}

impl Verdicts {
    /// Whether `expected` was found equal to the type of this row before.
    #[inline]
    pub(super) fn has(&self, row: usize, expected: &'static TypeInfo) -> bool {
        let first = self.first.get().and_then(|rows| rows.get(row));
        first.is_some_and(|verdict| verdict.is(expected) || self.has_further(row, expected))
    }

    #[cold]
    fn has_further(&self, row: usize, expected: &'static TypeInfo) -> bool {
        let verdicts = self.further.get().and_then(|rows| rows.get(row));
        verdicts.is_some_and(|verdicts| verdicts.iter().any(|verdict| verdict.is(expected)))
    }

    /// The row that a verdict was noted for last; any, if none was.
    pub(super) fn last(&self) -> usize {
        // Relaxed: whoever asks about the row sees what was noted for it, or nothing.
        self.last.load(Ordering::Relaxed)
    }

    /// Notes that `expected` is equal to the type of this one of `rows` rows; forgets what was noted last when full.
    pub(super) fn note(&self, row: usize, rows: usize, expected: &'static TypeInfo) {
        self.last.store(row, Ordering::Relaxed);
        let first = self.first.get_or_init(|| (0..rows).map(|_| Verdict::default()).collect());
        if first.get(row).is_none_or(|verdict| verdict.note(expected)) {
            return;
        }
        let further = self.further.get_or_init(|| (0..rows).map(|_| Default::default()).collect());
        let Some(verdicts @ [.., last]) = further.get(row) else { return };
        if !verdicts.iter().any(|verdict| verdict.note(expected)) {
            last.replace(expected);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::portable_type;

    #[test]
    fn an_export_remembers_the_first_description_and_three_more_of_which_the_last_changes() {
        let types = [
            portable_type::<u8>(),
            portable_type::<u16>(),
            portable_type::<u32>(),
            portable_type::<u64>(),
            portable_type::<i8>(),
        ];
        let verdicts = Verdicts::default();
        let known = |row| types.map(|ty| verdicts.has(row, ty));
        assert_eq!(known(1), [false; 5]);
        for ty in types {
            verdicts.note(1, 2, ty);
        }
        assert_eq!(known(1), [true, true, true, false, true]);
        assert_eq!((known(0), verdicts.last()), ([false; 5], 1));
        // No row of the table: nothing to remember.
        verdicts.note(2, 2, types[0]);
        assert_eq!(known(2), [false; 5]);
    }
}
