//! Which file a path names: two paths with one identity are one plugin.

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;

/// What the system said of the file that a path names.
#[derive(Clone, Debug)]
pub(crate) struct Identified {
    pub(crate) id: FileId,
    /// Whether the path is that of a link to it.
    pub(crate) by_link: bool,
    /// How many names it has; 0, if the system does not tell.
    links: u64,
}

/// A file as the system knows it, with what changes when its content does.
///
/// The date of its last change is no part of it: a new link, or a new name, is such a change, too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileId {
    pub(crate) inode: Inode,
    stamp: Stamp,
}

/// The file, whatever it holds.
///
/// The system gives the number of a file that is gone to a new one, but not while the old one is
/// mapped into memory, as every loaded plugin is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Inode {
    #[cfg(not(windows))]
    device: u64,
    #[cfg(not(windows))]
    number: u64,
    /// Rust's standard library does not tell a file's number on Windows yet, so that hard links
    /// count as files of their own there.
    #[cfg(windows)]
    path: std::path::PathBuf,
}

/// What is different after the file was written to.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    size: u64,
    modified: (i64, i64),
}

impl Identified {
    /// The file at `path`, which `metadata` describes, or a link to it.
    pub(crate) fn of(path: &Path, metadata: &Metadata, by_link: bool) -> io::Result<Self> {
        Ok(Self { id: FileId::of(path, metadata)?, by_link, links: links(metadata) })
    }

    /// Its size in bytes.
    pub(crate) fn len(&self) -> u64 {
        self.id.stamp.size
    }

    /// Whether it is known to have no other name.
    pub(crate) fn has_one_name(&self) -> bool {
        self.links == 1
    }

    /// Whether `file`, which was opened by `path` since, is this one, was not written to, and has lost no name: another
    /// file would have taken it.
    pub(crate) fn is_still(&self, path: &Path, file: &File) -> bool {
        let now = file.metadata().and_then(|metadata| Self::of(path, &metadata, false));
        now.is_ok_and(|now| now.id == self.id && now.links >= self.links)
    }
}

#[cfg(unix)]
fn links(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

/// Rust's standard library does not tell it yet.
#[cfg(windows)]
fn links(_metadata: &Metadata) -> u64 {
    0
}

#[cfg(unix)]
impl FileId {
    #[expect(clippy::unnecessary_wraps, reason = "the path is resolved on Windows")]
    fn of(_path: &Path, metadata: &Metadata) -> io::Result<Self> {
        use std::os::unix::fs::MetadataExt as _;
        Ok(Self {
            inode: Inode { device: metadata.dev(), number: metadata.ino() },
            stamp: Stamp {
                size: metadata.size(),
                modified: (metadata.mtime(), metadata.mtime_nsec()),
            },
        })
    }
}

#[cfg(windows)]
impl FileId {
    fn of(path: &Path, metadata: &Metadata) -> io::Result<Self> {
        use std::os::windows::fs::MetadataExt as _;
        Ok(Self {
            inode: Inode { path: path.canonicalize()? },
            stamp: Stamp {
                size: metadata.file_size(),
                modified: (i64::try_from(metadata.last_write_time()).unwrap_or(i64::MAX), 0),
            },
        })
    }
}

#[cfg(all(test, unix))]
impl FileId {
    pub(crate) fn fake(number: u64, size: u64) -> Self {
        Self { inode: Inode { device: 1, number }, stamp: Stamp { size, modified: (0, 0) } }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_is_still_the_same_until_it_is_replaced_or_written_to() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.so");
        fs::write(&path, "one").unwrap();
        let identified = Identified::of(&path, &fs::metadata(&path).unwrap(), false).unwrap();
        let file = File::open(&path).unwrap();
        assert!(identified.is_still(&path, &file));
        fs::hard_link(&path, folder.path().join("link.so")).unwrap();
        assert!(identified.is_still(&path, &file), "another name is no harm");
        fs::remove_file(folder.path().join("link.so")).unwrap();

        let new = folder.path().join("new.so");
        fs::write(&new, "two").unwrap();
        let other = File::open(&new).unwrap();
        #[cfg(unix)]
        {
            assert!(!identified.is_still(&path, &other), "another was opened");
            fs::rename(&new, &path).unwrap();
            assert!(!identified.is_still(&path, &file), "it has lost its name");
        }
        drop(other);
        fs::write(&path, "longer").unwrap();
        let written = File::open(&path).unwrap();
        assert!(!identified.is_still(&path, &written));
    }
}
