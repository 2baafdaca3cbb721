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
pub(super) struct Source<'a> {
    file: File,
    len: u64,
    parts: &'a Parts,
    left: Cell<Left>,
    /// The first error of the system, which is the cause of whatever was found wrong.
    error: OnceCell<io::Error>,
}

/// The parts of a file that were read: a plugin takes three or four. Each stays where it is when others are added, and
/// so this is a list, whose nodes hold several. The first node is on the stack of whoever reads: fresh memory of the heap
/// costs more than what is read into it.
#[derive(Debug, Default)]
pub(super) struct Parts {
    each: [OnceCell<Part>; 4],
    more: OnceCell<Box<Self>>,
}

/// A part, and where it starts.
#[derive(Debug)]
struct Part {
    start: u64,
    bytes: Bytes,
}

/// What stands in a part.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "the short ones are not to be on the heap")]
enum Bytes {
    /// The first so many of these.
    Short(usize, [u8; SHORT]),
    Long(Box<[u8]>),
}

/// How much may still be read.
#[derive(Clone, Copy, Debug)]
struct Left {
    parts: u32,
    bytes: u64,
}

/// How much of the start of a file is read at once: all that says what kind of file it is, and of most plugins the
/// program headers and the record.
const HEAD: usize = 2048;

/// How large a part is short: the section headers of most plugins are.
const SHORT: usize = 2560;

/// How much is read at most: a file may have holes, and be much larger than the disk. The notes of a
/// hundred thousand exports with a page of documentation each are smaller, and are one part.
const MOST: Left = Left { parts: 1024, bytes: 512 << 20 };

/// A file of `len` bytes, of which no part has been read yet; they go to `parts`.
pub(super) fn new(file: File, len: u64, parts: &Parts) -> Source<'_> {
    Source { file, len, parts, left: Cell::new(MOST), error: OnceCell::new() }
}

impl Part {
    /// Reads `len` bytes from `start` on.
    fn read(file: &File, start: u64, len: usize) -> io::Result<Self> {
        if len <= SHORT {
            let mut bytes = [0; SHORT];
            read_exact_at(file, &mut bytes[..len], start)?;
            return Ok(Self { start, bytes: Bytes::Short(len, bytes) });
        }
        let mut bytes = Vec::new();
        // There may be no room for as many as a damaged file asks for.
        bytes.try_reserve_exact(len)?;
        bytes.resize(len, 0);
        read_exact_at(file, &mut bytes, start)?;
        Ok(Self { start, bytes: Bytes::Long(bytes.into_boxed_slice()) })
    }

    /// These bytes, if it has them all.
    fn get(&self, offset: u64, len: usize) -> Option<&[u8]> {
        let start = usize::try_from(offset.checked_sub(self.start)?).ok()?;
        let bytes = match &self.bytes {
            Bytes::Short(len, bytes) => &bytes[..*len],
            Bytes::Long(bytes) => bytes,
        };
        bytes.get(start..)?.get(..len)
    }
}

impl Source<'_> {
    /// The file, and the system's error, if there was one.
    pub(super) fn into_inner(self) -> (File, Option<io::Error>) {
        (self.file, self.error.into_inner())
    }
}

impl Parts {
    /// These bytes, if they are all in one part.
    fn find(&self, offset: u64, len: usize) -> Option<&[u8]> {
        let nodes = iter::successors(Some(self), |node| node.more.get().map(Box::as_ref));
        let mut parts = nodes.flat_map(|node| &node.each).map_while(OnceCell::get);
        parts.find_map(|part| part.get(offset, len))
    }

    fn add(&self, part: Part) -> &Part {
        let mut node = self;
        loop {
            match node.each.iter().find(|place| place.get().is_none()) {
                Some(place) => return place.get_or_init(|| part),
                None => node = node.more.get_or_init(Box::default),
            }
        }
    }
}

impl<'a> ReadRef<'a> for &'a Source<'_> {
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
        let head = usize::try_from(self.len).map_or(HEAD, |len| len.min(HEAD));
        let is_in_head = offset + size <= head as u64;
        let (start, part_len) = if is_in_head { (0, head) } else { (offset, len) };
        let part = Part::read(&self.file, start, part_len).map_err(|error| {
            // A file that has become shorter is damaged; that is no error of the system.
            if error.kind() != io::ErrorKind::UnexpectedEof {
                let _first = self.error.set(error);
            }
        })?;
        self.parts.add(part).get(offset, len).ok_or(())
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
pub(super) fn of<'a>(bytes: &[u8], parts: &'a Parts) -> Source<'a> {
    use std::io::Write as _;
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    new(file, bytes.len() as u64, parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_again_counts_again_and_stays_where_it_is() {
        let size = 4 << 20;
        let parts = Parts::default();
        let source = of(&[7; 1000].repeat(5000), &parts);
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
        let parts = Parts::default();
        let source = of(&vec![7; 1 << 20], &parts);
        let read = |part: u32| (&source).read_bytes_at(u64::from(part) * 100, 200);
        assert!(read(0).is_ok() && read(18).is_ok(), "one part, the head");
        let count = (0..10_000).take_while(|part| read(20 + part).is_ok()).count();
        assert_eq!(count, MOST.parts as usize - 1);
        assert!(read(20).is_ok(), "what was read before can be read again");
        assert_eq!((&source).read_bytes_at_until(0..1 << 10, 7), Ok(&[][..]));
        assert_eq!((&source).read_bytes_at_until(0..1 << 10, 8), Err(()));
    }
}
