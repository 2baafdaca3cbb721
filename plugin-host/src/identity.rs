//! Which file a path names: two paths with one identity are one plugin.

use std::fs::Metadata;
use std::io;
use std::path::Path;

/// The file that a path names.
#[derive(Clone, Debug)]
pub(crate) struct Identified {
    pub(crate) id: FileId,
    /// Whether the path is that of a link to it.
    pub(crate) by_link: bool,
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
/// mapped into memory, as every loaded plugin is, or open, as what a private copy was made of.
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

#[cfg(unix)]
impl Inode {
    /// The file at `path`, which `metadata` describes.
    #[expect(clippy::unnecessary_wraps, reason = "the path is resolved on Windows")]
    pub(crate) fn of(_path: &Path, metadata: &Metadata) -> io::Result<Self> {
        use std::os::unix::fs::MetadataExt as _;
        Ok(Self { device: metadata.dev(), number: metadata.ino() })
    }
}

#[cfg(windows)]
impl Inode {
    /// The file at `path`, which `metadata` describes.
    pub(crate) fn of(path: &Path, _metadata: &Metadata) -> io::Result<Self> {
        Ok(Self { path: path.canonicalize()? })
    }
}

#[cfg(unix)]
impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        Self { size: metadata.size(), modified: (metadata.mtime(), metadata.mtime_nsec()) }
    }
}

#[cfg(windows)]
impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        use std::os::windows::fs::MetadataExt as _;
        let modified = i64::try_from(metadata.last_write_time()).unwrap_or(i64::MAX);
        Self { size: metadata.file_size(), modified: (modified, 0) }
    }
}

impl FileId {
    /// The file at `path`, which `metadata` describes.
    pub(crate) fn of(path: &Path, metadata: &Metadata) -> io::Result<Self> {
        Ok(Self { inode: Inode::of(path, metadata)?, stamp: Stamp::of(metadata) })
    }
}

#[cfg(all(test, unix))]
impl FileId {
    pub(crate) fn fake(number: u64, size: u64) -> Self {
        Self { inode: Inode { device: 1, number }, stamp: Stamp { size, modified: (0, 0) } }
    }
}
