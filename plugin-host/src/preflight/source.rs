//! Reads parts of a file, few and small, each with one call into the system.

use std::cell::Cell;
use std::fs::File;
use std::io;
use std::ops::Range;

use object::read::{ReadCache, ReadCacheOps, ReadRef};

use crate::positioned::read_exact_at;

/// A file whose parts stay in memory once they are read.
#[derive(Debug)]
pub(super) struct Source {
    head: Box<[u8]>,
    cache: ReadCache<Reader>,
    /// How many bytes may still be read.
    left: Cell<u64>,
}

/// How much is read at first: all that says what kind of file it is, and the program headers of most.
const HEAD: usize = 1024;

/// How much is read at most: a file may have holes, and be much larger than the disk. The notes of a
/// hundred thousand exports with a page of documentation each are smaller.
const MOST: u64 = 512 << 20;

/// The file behind a [`Source`].
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) file: File,
    len: u64,
    position: u64,
    /// The first error of the system, which is the cause of whatever was found wrong.
    pub(super) error: Option<io::Error>,
}

/// Reads the start of a file of `len` bytes.
pub(super) fn new(file: File, len: u64) -> io::Result<Source> {
    let mut head =
        vec![0; usize::try_from(len).map_or(HEAD, |len| len.min(HEAD))].into_boxed_slice();
    read_exact_at(&file, &mut head, 0)?;
    let reader = Reader { file, len, position: 0, error: None };
    Ok(Source { head, cache: ReadCache::new(reader), left: Cell::new(MOST) })
}

impl Source {
    pub(super) fn into_inner(self) -> Reader {
        self.cache.into_inner()
    }
}

impl<'a> ReadRef<'a> for &'a Source {
    fn len(self) -> Result<u64, ()> {
        ReadRef::len(&self.cache)
    }

    fn read_bytes_at(self, offset: u64, size: u64) -> Result<&'a [u8], ()> {
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        let len = usize::try_from(size).unwrap_or(usize::MAX);
        if let Some(bytes) = self.head.get(start..).and_then(|rest| rest.get(..len)) {
            return Ok(bytes);
        }
        self.left.set(self.left.get().checked_sub(size).ok_or(())?);
        self.cache.read_bytes_at(offset, size)
    }

    fn read_bytes_at_until(self, range: Range<u64>, delimiter: u8) -> Result<&'a [u8], ()> {
        // What it reads is short.
        self.cache.read_bytes_at_until(range, delimiter)
    }
}

impl ReadCacheOps for Reader {
    fn len(&mut self) -> Result<u64, ()> {
        Ok(self.len)
    }

    fn seek(&mut self, position: u64) -> Result<u64, ()> {
        self.position = position;
        Ok(position)
    }

    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, ()> {
        let rest = usize::try_from(self.len.saturating_sub(self.position)).unwrap_or(usize::MAX);
        let len = buffer.len().min(rest);
        self.read_exact(&mut buffer[..len])?;
        Ok(len)
    }

    fn read_exact(&mut self, buffer: &mut [u8]) -> Result<(), ()> {
        read_exact_at(&self.file, buffer, self.position).map_err(|error| {
            // A file that has become shorter is damaged; that is no error of the system.
            if error.kind() != io::ErrorKind::UnexpectedEof {
                self.error.get_or_insert(error);
            }
        })?;
        self.position += buffer.len() as u64;
        Ok(())
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
