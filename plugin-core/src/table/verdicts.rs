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
        let (verdict, further) = (Verdict::default(), Further::default());
        assert!(!verdict.is(types[0]) && !further.has(1, types[1]));
        assert!(verdict.note(types[0]) && !verdict.note(types[1]));
        assert!(verdict.is(types[0]) && !verdict.is(types[1]));

        let known = |row| types.map(|ty| further.has(row, ty));
        for ty in &types[1..] {
            further.note(1, 2, ty);
        }
        assert_eq!(known(1), [false, true, true, false, true]);
        assert_eq!(known(0), [false; 5]);
        // No row of the table: nothing to remember.
        further.note(2, 2, types[0]);
        assert_eq!(known(2), [false; 5]);
    }
}
