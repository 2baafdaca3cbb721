//! Reads parts of a file, few and small, each with one call into the system.

use std::cell::{Cell, OnceCell};
use std::fs::File;
use std::io;
use std::iter;
use std::ops::Range;

use object::read::ReadRef;

use crate::positioned::read_exact_at;

/// A file whose parts stay in memory once they are read.
#[derive(Debug)]
pub(super) struct Source {
    file: File,
    len: u64,
    /// The head first.
    parts: Parts,
    left: Cell<Left>,
    /// The first error of the system, which is the cause of whatever was found wrong.
    error: OnceCell<io::Error>,
}

/// The parts that were read: a plugin takes three or four. Each stays where it is when others are added, and so this is
/// a list, whose nodes hold several.
#[derive(Debug, Default)]
struct Parts {
    each: [OnceCell<Part>; 8],
    more: OnceCell<Box<Self>>,
}

/// A part: where it starts, and what stands there.
type Part = (u64, Box<[u8]>);

/// How much may still be read.
#[derive(Clone, Copy, Debug)]
struct Left {
    parts: u32,
    bytes: u64,
}

/// How much is read at first: all that says what kind of file it is, and of most plugins the program headers and the
/// record.
const HEAD: usize = 2048;

/// How much is read at most: a file may have holes, and be much larger than the disk. The notes of a
/// hundred thousand exports with a page of documentation each are smaller, and are one part.
const MOST: Left = Left { parts: 1024, bytes: 512 << 20 };

/// Reads the start of a file of `len` bytes.
pub(super) fn new(file: File, len: u64) -> io::Result<Source> {
    let parts = Parts::default();
    let head = read(&file, 0, usize::try_from(len).map_or(HEAD, |len| len.min(HEAD)))?;
    parts.add((0, head));
    Ok(Source { file, len, parts, left: Cell::new(MOST), error: OnceCell::new() })
}

fn read(file: &File, offset: u64, len: usize) -> io::Result<Box<[u8]>> {
    let mut bytes = Vec::new();
    // There may be no room for as many as a damaged file asks for.
    bytes.try_reserve_exact(len)?;
    bytes.resize(len, 0);
    read_exact_at(file, &mut bytes, offset)?;
    Ok(bytes.into_boxed_slice())
}

impl Source {
    /// The file, and the system's error, if there was one.
    pub(super) fn into_inner(self) -> (File, Option<io::Error>) {
        (self.file, self.error.into_inner())
    }
}

impl Parts {
    /// These bytes, if they are all in one part.
    fn find(&self, offset: u64, len: usize) -> Option<&[u8]> {
        let nodes = iter::successors(Some(self), |node| node.more.get().map(Box::as_ref));
        nodes.flat_map(|node| &node.each).map_while(OnceCell::get).find_map(|(start, bytes)| {
            let start = usize::try_from(offset.checked_sub(*start)?).ok()?;
            bytes.get(start..)?.get(..len)
        })
    }

    fn add(&self, part: Part) -> &[u8] {
        let mut node = self;
        loop {
            match node.each.iter().find(|place| place.get().is_none()) {
                Some(place) => return &place.get_or_init(|| part).1,
                None => node = node.more.get_or_init(Box::default),
            }
        }
    }
}

impl<'a> ReadRef<'a> for &'a Source {
    fn len(self) -> Result<u64, ()> {
        Ok(self.len)
    }

    fn read_bytes_at(self, offset: u64, size: u64) -> Result<&'a [u8], ()> {
        let len = usize::try_from(size).map_err(|_| ())?;
        if offset.checked_add(size).is_none_or(|end| end > self.len) {
            return Err(());
        }
        let Left { parts, bytes } = self.left.get();
        // Also of what is known already: whoever asks goes through it again.
        let bytes = bytes.checked_sub(size).ok_or(())?;
        self.left.set(Left { parts, bytes });
        if let Some(bytes) = self.parts.find(offset, len) {
            return Ok(bytes);
        }
        self.left.set(Left { parts: parts.checked_sub(1).ok_or(())?, bytes });
        let read = read(&self.file, offset, len).map_err(|error| {
            // A file that has become shorter is damaged; that is no error of the system.
            if error.kind() != io::ErrorKind::UnexpectedEof {
                let _first = self.error.set(error);
            }
        })?;
        Ok(self.parts.add((offset, read)))
    }

    /// Reads all of the range. Nothing that is read here has texts of unknown length.
    fn read_bytes_at_until(self, range: Range<u64>, delimiter: u8) -> Result<&'a [u8], ()> {
        let size = range.end.checked_sub(range.start).ok_or(())?;
        let bytes = self.read_bytes_at(range.start, size)?;
        let end = bytes.iter().position(|byte| *byte == delimiter).ok_or(())?;
        Ok(&bytes[..end])
    }
}

/// A file that holds `bytes`.
#[cfg(any(test, fuzzing))]
pub(super) fn of(bytes: &[u8]) -> Source {
    use std::io::Write as _;
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    new(file, bytes.len() as u64).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_again_counts_again_and_stays_where_it_is() {
        let size = 4 << 20;
        let source = of(&[7; 1000].repeat(5000));
        let first = (&source).read_bytes_at(5, size).unwrap();
        let mut count = 1;
        while let Ok(again) = (&source).read_bytes_at(5, size) {
            assert!(std::ptr::eq(first, again));
            count += 1;
        }
        assert_eq!(count, MOST.bytes / size);
    }

    #[test]
    fn a_file_is_read_in_no_more_parts_than_it_may_have() {
        let source = of(&vec![7; 1 << 20]);
        let read = |part: u32| (&source).read_bytes_at(u64::from(part) * 100, 200);
        let count = (0..10_000).take_while(|part| read(20 + part).is_ok()).count();
        assert_eq!(count, MOST.parts as usize);
        assert!(read(20).is_ok(), "what was read before can be read again");
        assert_eq!((&source).read_bytes_at_until(0..1 << 10, 7), Ok(&[][..]));
        assert_eq!((&source).read_bytes_at_until(0..1 << 10, 8), Err(()));
    }
}
