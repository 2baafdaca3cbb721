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
    /// An empty index with room for `rows` rows.
    ///
    /// # Panics
    ///
    /// If there are 2^31 or more.
    pub(super) fn with_room_for(rows: usize) -> Self {
        if rows == 0 {
            return Self::default();
        }
        let slots = (2 * rows).next_power_of_two();
        assert!(u32::try_from(slots - 1).is_ok(), "a table of fewer than 2^31 rows");
        Self { slots: vec![0; slots].into_boxed_slice() }
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
    fn next(&self, mut place: usize, hash: u64) -> Option<Found> {
        let mask = self.mask()?;
        // It ends: half of the slots are empty.
        loop {
            place &= mask as usize;
            let slot = self.slots[place];
            let row = (slot & mask).checked_sub(1)? as usize;
            if (slot ^ upper(hash)) & !mask == 0 {
                return Some(Found { place, row });
            }
            place += 1;
        }
    }

    /// The bits of a place, and those of a slot that are a number; `None` if there are no slots.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "there are at most 2^32 slots")]
    fn mask(&self) -> Option<u32> {
        self.slots.len().checked_sub(1).map(|mask| mask as u32)
    }

    /// Adds a row, for which there is room, under the hash of its name.
    pub(super) fn insert(&mut self, hash: u64, row: usize) {
        let mask = self.mask().expect("there is room for a row");
        let number = u32::try_from(row + 1).ok().filter(|number| *number <= mask);
        let number = number.expect("there is room for the row");
        let mut place = start(hash) & mask as usize;
        while self.slots[place] != 0 {
            place = (place + 1) & mask as usize;
        }
        self.slots[place] = upper(hash) & !mask | number;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::name_hash;

    #[test]
    fn every_name_is_found_and_no_other() {
        for rows in [0, 1, 2, 3, 64, 1000] {
            let names: Vec<String> = (0..rows).map(|n| format!("name{n}")).collect();
            let mut index = Index::with_room_for(rows);
            for (row, name) in names.iter().enumerate() {
                let hash = name_hash(name);
                assert_eq!(index.find(hash, &names, |other| other == name), None);
                index.insert(hash, row);
            }
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
        let mut index = Index::with_room_for(rows.len());
        for row in 0..rows.len() {
            index.insert(7, row);
        }
        for (row, name) in rows.iter().enumerate() {
            assert_eq!(index.find(7, &rows, |other| other == name), Some((row, name)));
        }
        assert_eq!(index.find(7, &rows, |_| false), None);
    }
}
