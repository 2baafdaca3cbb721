//! Private copies: a plugin is loaded from a file that nobody else writes to.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::OpenError;
use crate::loader;
use crate::seal::digest;

/// The copy in `folder` of the file that was opened at `path`, which is made if it is not there or is
/// damaged.
///
/// # Errors
///
/// `PrivateCopy`; `Replaced` if the file changes meanwhile.
pub(crate) fn make(path: &Path, file: &File, folder: &Path) -> Result<PathBuf, OpenError> {
    let refuse = |reason: String, source: Option<io::Error>| OpenError::PrivateCopy {
        path: path.to_owned(),
        folder: folder.to_owned(),
        reason,
        source: source.map(Arc::new),
    };
    let io = |reason: &str| {
        let reason = reason.to_owned();
        move |error| refuse(reason.clone(), Some(error))
    };
    if let Some(reason) = loader::needs_its_place(file).map_err(io("the file cannot be read"))? {
        return Err(refuse(reason, None));
    }
    let folder = own_folder(folder).map_err(io("the folder cannot be made"))?;
    if let Some(reason) = open_to_others(&folder).map_err(io("the folder cannot be read"))? {
        return Err(refuse(reason, None));
    }
    let content = digest(file, &[], |_| Ok(())).map_err(io("the file cannot be read"))?;
    let place = place(&folder, path, &content);
    if holds(&place, &content) {
        return Ok(place);
    }
    match write(file, &place, &content) {
        Ok(true) => Ok(place),
        Ok(false) => Err(OpenError::Replaced { path: path.to_owned() }),
        Err(error) => Err(refuse("the copy cannot be written".to_owned(), Some(error))),
    }
}

/// The folder, made if it does not exist.
fn own_folder(folder: &Path) -> io::Result<PathBuf> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    folder.canonicalize()
}

/// Why others may write to the folder, if they may.
#[cfg(unix)]
fn open_to_others(folder: &Path) -> io::Result<Option<String>> {
    use std::os::unix::fs::MetadataExt as _;
    let metadata = fs::metadata(folder)?;
    // SAFETY: has no preconditions and cannot fail.
    let user = unsafe { libc::geteuid() };
    Ok(if metadata.uid() != user {
        Some(format!("the folder belongs to user {}, not to {user}", metadata.uid()))
    } else if metadata.mode() & 0o022 != 0 {
        let mode = metadata.mode() & 0o7777;
        Some(format!("others may write to the folder, whose mode is {mode:04o}: `chmod go-w` it"))
    } else {
        None
    })
}

/// Who may write to a folder is not known here.
#[cfg(not(unix))]
fn open_to_others(_: &Path) -> io::Result<Option<String>> {
    Ok(Some("whether others may write to the folder is not known on this system".to_owned()))
}

/// Where the copy stands: in a folder named after what it is a copy of, under the file's own name, which
/// the system and debuggers show.
///
/// The path counts, too: two files of one content may be open as two plugins, and the system would take
/// one copy for one library.
fn place(folder: &Path, path: &Path, content: &[u8; 32]) -> PathBuf {
    let mut hasher = blake3::Hasher::new();
    hasher.update(content);
    hasher.update(path.as_os_str().as_encoded_bytes());
    let name = path.file_name().unwrap_or(OsStr::new("plugin"));
    folder.join(hasher.finalize().to_hex().as_str()).join(name)
}

/// Whether a file is there with this content.
fn holds(place: &Path, content: &[u8; 32]) -> bool {
    let read = || digest(&File::open(place)?, &[], |_| Ok(()));
    read().is_ok_and(|found| found == *content)
}

/// Copies the file; false if it is not what it was. The copy appears whole, in one step.
fn write(file: &File, place: &Path, content: &[u8; 32]) -> io::Result<bool> {
    let folder = own_folder(place.parent().unwrap_or(place))?;
    let mut copy = tempfile::NamedTempFile::new_in(folder)?;
    if digest(file, &[], |part| copy.write_all(part))? != *content {
        return Ok(false);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        copy.as_file().set_permissions(fs::Permissions::from_mode(0o500))?;
    }
    copy.persist(place)?;
    Ok(true)
}
