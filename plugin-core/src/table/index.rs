//! Finds rows by name.
//!
//! Apart from the rows because it is small: a plugin's table is built in each first open, where fresh
//! memory costs more than the work, and a lookup touches one line of it.

/// Numbers of rows, by the hashes of their names. Open addressing, at most half full.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// A power of two of them, or none.
    slots: Box<[Slot]>,
}

/// Number of the row, from 1, in as many bits as a place takes; above them those of the hash's upper half, which does
/// not say where the search starts. 0: empty.
type Slot = u32;

/// A row that may be the one.
struct Found {
    place: usize,
    row: usize,
}

/// Where the search starts: the lower half of a hash, of which a part is used.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the lower half is all that is needed")]
fn start(hash: u64) -> usize {
    hash as u32 as usize
}

/// The other half.
#[inline]
fn upper(hash: u64) -> u32 {
    (hash >> 32) as u32
}

impl Index {
    /// The index of rows whose names have these hashes. `duplicate` says what is wrong with two rows, if they have one
    /// name.
    ///
    /// # Errors
    ///
    /// What is wrong with two rows.
    ///
    /// # Panics
    ///
    /// If there are more than 2^31 rows.
    pub(super) fn new<E>(
        hashes: impl ExactSizeIterator<Item = u64>,
        duplicate: impl Fn(usize, usize) -> Option<E>,
    ) -> Result<Self, E> {
        if hashes.len() == 0 {
            return Ok(Self::default());
        }
        let mut slots = vec![0; (2 * hashes.len()).next_power_of_two()].into_boxed_slice();
        let mask = u32::try_from(slots.len() - 1).expect("a table of at most 2^31 rows");
        for (row, (hash, number)) in hashes.zip(1..).enumerate() {
            let mut place = start(hash) & mask as usize;
            while slots[place] != 0 {
                if (slots[place] ^ upper(hash)) & !mask == 0 {
                    let other = (slots[place] & mask) as usize - 1;
                    duplicate(other, row).map_or(Ok(()), Err)?;
                }
                place = (place + 1) & mask as usize;
            }
            slots[place] = upper(hash) & !mask | number;
        }
        Ok(Self { slots })
    }

    /// The row with a name of this hash, and its number; `named` gives the row of a number, if its name is the one.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "a call in each lookup otherwise")]
    pub(super) fn find<R>(
        &self,
        hash: u64,
        named: impl Fn(usize) -> Option<R>,
    ) -> Option<(usize, R)> {
        let found = self.next(start(hash), hash)?;
        // Out of the loop, which is a few instructions so; names of one hash are next to impossible.
        match named(found.row) {
            Some(row) => Some((found.row, row)),
            None => self.find_after(found, hash, named),
        }
    }

    #[cold]
    fn find_after<R>(
        &self,
        mut found: Found,
        hash: u64,
        named: impl Fn(usize) -> Option<R>,
    ) -> Option<(usize, R)> {
        loop {
            found = self.next(found.place + 1, hash)?;
            if let Some(row) = named(found.row) {
                return Some((found.row, row));
            }
        }
    }

    /// The first row from a place on whose name may have this hash; `None` at an empty slot.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "there are at most 2^32 slots")]
    fn next(&self, mut place: usize, hash: u64) -> Option<Found> {
        let last = self.slots.len().checked_sub(1)?;
        let mask = last as u32;
        // It ends: half of the slots are empty.
        loop {
            place &= last;
            let slot = self.slots[place];
            if slot == 0 {
                return None;
            }
            if (slot ^ upper(hash)) & !mask == 0 {
                return Some(Found { place, row: (slot & mask) as usize - 1 });
            }
            place += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::name_hash;

    fn index(
        names: &[impl AsRef<str>],
        hash: impl Fn(&str) -> u64,
    ) -> Result<Index, (usize, usize)> {
        let name = |row: usize| names[row].as_ref();
        let hashes = names.iter().map(|name| hash(name.as_ref()));
        Index::new(hashes, |one, other| (name(one) == name(other)).then_some((one, other)))
    }

    #[test]
    fn every_name_is_found_and_no_other() {
        for rows in [0, 1, 2, 3, 64, 1000] {
            let names: Vec<String> = (0..rows).map(|n| format!("name{n}")).collect();
            let index = index(&names, name_hash).unwrap();
            for (row, name) in names.iter().enumerate() {
                let row_of = |row: usize| names.get(row).filter(|other| *other == name);
                assert_eq!(index.find(name_hash(name), row_of), Some((row, name)));
            }
            assert_eq!(index.find(name_hash("other"), |row| Some(&names[row])), None);
        }
    }

    #[test]
    fn names_with_one_hash_are_told_apart() {
        let rows = ["a", "b", "c"];
        let index = index(&rows, |_| 7).unwrap();
        for (row, name) in rows.iter().enumerate() {
            let named = |row: usize| rows.get(row).filter(|other| *other == name);
            assert_eq!(index.find(7, named), Some((row, name)));
        }
        assert_eq!(index.find(7, |_| None::<()>), None);
    }

    #[test]
    fn two_of_one_name_are_told() {
        for hash in [name_hash, |_: &str| 7] {
            assert_eq!(index(&["a", "b", "c", "b", "a"], hash).unwrap_err(), (1, 3));
        }
    }
}
