//! Who bars the way to a file: the first folder that may not be entered, or the file itself.
//!
//! Apart from opening because it runs only when access was denied: the system says that, and
//! neither where nor to whom.

use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::OpenError;

/// How many symbolic links are followed: as many as Linux follows.
const LINKS: u8 = 40;

/// The error for a `path` to which the system denied access; `None` if it cannot be told where.
pub(super) fn denied(path: &Path, source: &Arc<io::Error>) -> Option<OpenError> {
    if source.raw_os_error() != Some(libc::EACCES) {
        return None;
    }
    let (at, metadata) = barrier(path, LINKS)?;
    // SAFETY: it takes nothing and cannot fail.
    let user = unsafe { libc::geteuid() };
    Some(OpenError::PermissionDenied {
        path: path.to_owned(),
        at: std::path::absolute(&at).unwrap_or(at),
        mode: metadata.mode(),
        owner: metadata.uid(),
        group: metadata.gid(),
        user,
        source: Arc::clone(source),
    })
}

/// The first part of `path` that denies access; the last one if no folder does.
fn barrier(path: &Path, links: u8) -> Option<(PathBuf, Metadata)> {
    let folders: Vec<&Path> = path.ancestors().skip(1).collect();
    let mut folders = folders.into_iter().rev().map(|folder| match folder.as_os_str().len() {
        0 => Path::new("."),
        _ => folder,
    });
    // To look at a folder's entry for itself is to enter it.
    let closed = folders.find(|folder| {
        let entered = fs::metadata(folder.join("."));
        entered.is_err_and(|error| error.kind() == io::ErrorKind::PermissionDenied)
    });
    let place = closed.unwrap_or(path);
    if let Ok(metadata) = fs::metadata(place) {
        return Some((place.to_owned(), metadata));
    }
    // All before it can be entered, so it is a link to where something cannot.
    let target = place.parent()?.join(fs::read_link(place).ok()?);
    barrier(&target, links.checked_sub(1)?)
}
