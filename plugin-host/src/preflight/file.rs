//! Opens the file to check, whatever the path names, without waiting and without side effects.

use std::fs::{self, File, FileType, Metadata, OpenOptions};
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::error::{FileKind, OpenError};
use crate::identity::{FileId, Identified};

/// A regular file that is open for reading.
pub(super) struct Opened {
    pub(super) file: File,
    pub(super) len: u64,
    pub(super) id: FileId,
}

/// Opens the regular file at `path`.
pub(super) fn open(path: &Path) -> Result<Opened, OpenError> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        // A pipe may have taken the file's place; opening it must not wait for a writer.
        options.custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY);
    }
    let file = options.open(path).map_err(|error| unreadable(path, error))?;
    let metadata = file.metadata().map_err(|error| unreadable(path, error))?;
    let id = regular(path, &metadata)?;
    Ok(Opened { file, len: metadata.len(), id })
}

/// Asks the system which regular file `path` names.
pub(crate) fn identify(path: &Path) -> Result<Identified, OpenError> {
    let refused = |error| unreadable(path, error);
    // Of links, there are few.
    let mut metadata = fs::symlink_metadata(path).map_err(refused)?;
    let by_link = metadata.is_symlink();
    if by_link {
        metadata = fs::metadata(path).map_err(refused)?;
    }
    Ok(Identified { id: regular(path, &metadata)?, by_link })
}

/// The identity of a regular file.
fn regular(path: &Path, metadata: &Metadata) -> Result<FileId, OpenError> {
    if let Some(kind) = kind(metadata.file_type()) {
        return Err(OpenError::NotAFile { path: path.to_owned(), kind });
    }
    FileId::of(path, metadata).map_err(|error| unreadable(path, error))
}

/// What the path names, if not a regular file.
fn kind(file_type: FileType) -> Option<FileKind> {
    if file_type.is_file() {
        return None;
    }
    if file_type.is_dir() {
        return Some(FileKind::Directory);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if file_type.is_fifo() {
            return Some(FileKind::Fifo);
        }
        if file_type.is_socket() {
            return Some(FileKind::Socket);
        }
        if file_type.is_char_device() || file_type.is_block_device() {
            return Some(FileKind::Device);
        }
    }
    Some(FileKind::Other)
}

/// The system does not give access to `path`.
#[cold]
pub(crate) fn unreadable(path: &Path, error: io::Error) -> OpenError {
    let path = path.to_owned();
    if path.as_os_str().is_empty() {
        return OpenError::InvalidPath { path, reason: "is empty" };
    }
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => OpenError::NotFound { path },
        io::ErrorKind::InvalidInput if path.as_os_str().as_encoded_bytes().contains(&0) => {
            OpenError::InvalidPath { path, reason: "holds a NUL character" }
        }
        _ => {
            let source = Arc::new(error);
            #[cfg(unix)]
            if let Some(denied) = super::access::denied(&path, &source) {
                return denied;
            }
            OpenError::Unreadable { path, source }
        }
    }
}
