//! Reads parts of a file, few and small, each with one call into the system.

use std::fs::File;
use std::io;

use object::read::{ReadCache, ReadCacheOps};

use crate::positioned::read_exact_at;

/// A file whose parts stay in memory once they are read.
pub(super) type Source = ReadCache<Reader>;

/// How much is read at first: headers and, with most linkers, the notes.
const HEAD: usize = 4096;

/// The file behind a [`Source`].
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) file: File,
    len: u64,
    position: u64,
    head: Vec<u8>,
    /// The first error of the system, which is the cause of whatever was found wrong.
    pub(super) error: Option<io::Error>,
}

/// Reads the start of a file of `len` bytes.
pub(super) fn new(file: File, len: u64) -> io::Result<Source> {
    let mut head = vec![0; usize::try_from(len).map_or(HEAD, |len| len.min(HEAD))];
    read_exact_at(&file, &mut head, 0)?;
    Ok(ReadCache::new(Reader { file, len, position: 0, head, error: None }))
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
        let start = usize::try_from(self.position).unwrap_or(usize::MAX);
        let in_head = self.head.get(start..).and_then(|head| head.get(..buffer.len()));
        match in_head {
            Some(bytes) => buffer.copy_from_slice(bytes),
            None => read_exact_at(&self.file, buffer, self.position).map_err(|error| {
                // A file that has become shorter is damaged; that is no error of the system.
                if error.kind() != io::ErrorKind::UnexpectedEof {
                    self.error.get_or_insert(error);
                }
            })?,
        }
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
