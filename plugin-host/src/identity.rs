//! Which file a path names: two paths with one identity are one plugin.

use std::fs::Metadata;
use std::io;
use std::path::Path;

/// A file as the system knows it, with what changes when its content does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct FileId {
    pub(crate) inode: Inode,
    pub(crate) stamp: Stamp,
    /// When name, links or permissions changed last; changes without the content, too.
    changed: (i64, i64),
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Stamp {
    size: u64,
    modified: (i64, i64),
}

#[cfg(unix)]
impl FileId {
    /// The identity of the file at `path`, which `metadata` describes.
    #[expect(clippy::unnecessary_wraps, reason = "the path is resolved on Windows")]
    pub(crate) fn of(_path: &Path, metadata: &Metadata) -> io::Result<Self> {
        use std::os::unix::fs::MetadataExt as _;
        Ok(Self {
            inode: Inode { device: metadata.dev(), number: metadata.ino() },
            stamp: Stamp {
                size: metadata.size(),
                modified: (metadata.mtime(), metadata.mtime_nsec()),
            },
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        })
    }
}

#[cfg(windows)]
impl FileId {
    /// The identity of the file at `path`, which `metadata` describes.
    pub(crate) fn of(path: &Path, metadata: &Metadata) -> io::Result<Self> {
        use std::os::windows::fs::MetadataExt as _;
        let time = |time| i64::try_from(time).unwrap_or(i64::MAX);
        Ok(Self {
            inode: Inode { path: path.canonicalize()? },
            stamp: Stamp {
                size: metadata.file_size(),
                modified: (time(metadata.last_write_time()), 0),
            },
            changed: (time(metadata.creation_time()), 0),
        })
    }
}

impl FileId {
    /// Whether both are one file with one content: name and links may have changed.
    pub(crate) fn same_content(&self, other: &Self) -> bool {
        self.inode == other.inode && self.stamp == other.stamp
    }

    #[cfg(all(test, unix))]
    pub(crate) fn fake(number: u64, size: u64, changed: i64) -> Self {
        Self {
            inode: Inode { device: 1, number },
            stamp: Stamp { size, modified: (0, 0) },
            changed: (changed, 0),
        }
    }
}
