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
    /// The index of so many rows. `hash` says which hash a row's name has, `is_namesake` whether two rows have one name.
    ///
    /// # Errors
    ///
    /// Two rows that have.
    ///
    /// # Panics
    ///
    /// If there are more than 2^31 rows.
    pub(super) fn new(
        rows: usize,
        hash: impl Fn(usize) -> u64,
        is_namesake: impl Fn(usize, usize) -> bool,
    ) -> Result<Self, (usize, usize)> {
        if rows == 0 {
            return Ok(Self::default());
        }
        let mut slots = vec![0; (2 * rows).next_power_of_two()].into_boxed_slice();
        let mask = u32::try_from(slots.len() - 1).expect("a table of at most 2^31 rows");
        for (row, number) in (0..rows).zip(1..) {
            let hash = hash(row);
            let mut place = start(hash) & mask as usize;
            while slots[place] != 0 {
                let other = (slots[place] & mask) as usize - 1;
                if (slots[place] ^ upper(hash)) & !mask == 0 && is_namesake(other, row) {
                    return Err((other, row));
                }
                place = (place + 1) & mask as usize;
            }
            slots[place] = upper(hash) & !mask | number;
        }
        Ok(Self { slots })
    }

    /// The row with a name of this hash, and its number; `is_named` says whether the name is a row's.
    #[inline]
    pub(super) fn find<'r, R>(
        &self,
        hash: u64,
        rows: &'r [R],
        is_named: impl Fn(&R) -> bool,
    ) -> Option<(usize, &'r R)> {
        let found = self.next(start(hash), hash)?;
        // Out of the loop, which is a few instructions so; names of one hash are next to impossible.
        match rows.get(found.row)? {
            row if is_named(row) => Some((found.row, row)),
            _ => self.find_after(found, hash, rows, is_named),
        }
    }

    #[cold]
    fn find_after<'r, R>(
        &self,
        mut found: Found,
        hash: u64,
        rows: &'r [R],
        is_named: impl Fn(&R) -> bool,
    ) -> Option<(usize, &'r R)> {
        loop {
            found = self.next(found.place + 1, hash)?;
            match rows.get(found.row)? {
                row if is_named(row) => return Some((found.row, row)),
                _ => {}
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
        Index::new(names.len(), |row| hash(name(row)), |one, other| name(one) == name(other))
    }

    #[test]
    fn every_name_is_found_and_no_other() {
        for rows in [0, 1, 2, 3, 64, 1000] {
            let names: Vec<String> = (0..rows).map(|n| format!("name{n}")).collect();
            let index = index(&names, name_hash).unwrap();
            for (row, name) in names.iter().enumerate() {
                let hash = name_hash(name);
                assert_eq!(index.find(hash, &names, |other| other == name), Some((row, name)));
            }
            assert_eq!(index.find(name_hash("other"), &names, |other| other == "other"), None);
        }
    }

    #[test]
    fn names_with_one_hash_are_told_apart() {
        let rows = ["a", "b", "c"];
        let index = index(&rows, |_| 7).unwrap();
        for (row, name) in rows.iter().enumerate() {
            assert_eq!(index.find(7, &rows, |other| other == name), Some((row, name)));
        }
        assert_eq!(index.find(7, &rows, |_| false), None);
    }

    #[test]
    fn two_of_one_name_are_told() {
        for hash in [name_hash, |_: &str| 7] {
            assert_eq!(index(&["a", "b", "c", "b", "a"], hash).unwrap_err(), (1, 3));
        }
    }
}
