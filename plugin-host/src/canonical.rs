//! The canonical path of a file. The system is asked about each folder on the way, but for files that stand beside each
//! other, as plugins do, once.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::{fs, io};

use crate::identity::Identified;

/// Where the last file stood.
static LAST: Mutex<Option<Folder>> = Mutex::new(None);

/// A folder: as it was given, and its canonical path.
struct Folder {
    given: PathBuf,
    canonical: PathBuf,
}

/// The canonical path of the file at `path`, which has been identified.
pub(crate) fn canonical(path: &Path, identified: &Identified) -> io::Result<Arc<Path>> {
    let Some((folder, name)) = split(path) else { return Ok(path.canonicalize()?.into()) };
    match last(|last| last.as_ref()?.guess(folder, name)) {
        Some(Guess::AsGiven) if !identified.by_link => return Ok(path.into()),
        Some(Guess::Other(guess)) if is_at(&guess, identified) => return Ok(guess.into()),
        _ => {}
    }
    let canonical = path.canonicalize()?;
    if let Some(parent) = canonical.parent() {
        let folder = Folder { given: folder.to_owned(), canonical: parent.to_owned() };
        last(|last| *last = Some(folder));
    }
    Ok(canonical.into())
}

/// What the canonical path of a file is, unless what its folder's path leads to, or from where that is followed, has
/// changed, or the file is a link.
enum Guess {
    AsGiven,
    Other(PathBuf),
}

impl Folder {
    fn guess(&self, folder: &Path, name: &OsStr) -> Option<Guess> {
        match self {
            Self { given, .. } if given != folder => None,
            Self { canonical, .. } if canonical == folder => Some(Guess::AsGiven),
            Self { canonical, .. } => Some(Guess::Other(canonical.join(name))),
        }
    }
}

/// Nothing is asked of the system under the lock: others may be waiting, for files that answer at once.
fn last<T>(work: impl FnOnce(&mut Option<Folder>) -> T) -> T {
    work(&mut LAST.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Whether this file has its only name at `guess`. A link there would be another file.
fn is_at(guess: &Path, identified: &Identified) -> bool {
    let found = || Identified::of(guess, &fs::symlink_metadata(guess)?, false);
    identified.has_one_name() && found().is_ok_and(|found| found.id == identified.id)
}

/// Folder and name, if the path ends with a name.
fn split(path: &Path) -> Option<(&Path, &OsStr)> {
    let (folder, name) = (path.parent()?, path.file_name()?);
    // `x/.` has the name `x`.
    let ends = path.as_os_str().as_encoded_bytes().ends_with(name.as_encoded_bytes());
    ends.then_some((folder, name))
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::preflight::identify;

    fn check(path: &Path) {
        let identified = identify(path).unwrap();
        for _ in 0..2 {
            let found = canonical(path, &identified).unwrap();
            assert_eq!(*found, *path.canonicalize().unwrap(), "{}", path.display());
        }
    }

    #[test]
    fn it_is_what_the_system_says_whatever_was_asked_before() {
        let place = tempfile::tempdir().unwrap();
        let place = place.path();
        let [one, two, current] = ["one", "two", "current"].map(|name| place.join(name));
        for folder in [&one, &two] {
            fs::create_dir(folder).unwrap();
            for name in ["a", "b", "c"] {
                fs::write(folder.join(name), name).unwrap();
            }
        }
        fs::hard_link(one.join("c"), one.join("d")).unwrap();
        fs::hard_link(one.join("c"), two.join("d")).unwrap();
        symlink("../two/a", one.join("link")).unwrap();
        symlink("a", one.join("beside")).unwrap();
        symlink(&one, &current).unwrap();
        for folder in [&one, &two, &current] {
            for name in ["a", "b", "c", "d"] {
                check(&folder.join(name));
                check(&folder.join(format!("../one/./{name}")));
            }
        }
        for name in ["a", "link", "b", "beside", "c", "d"] {
            check(&current.join(name));
        }
        // The same path leads elsewhere.
        fs::remove_file(&current).unwrap();
        symlink(&two, &current).unwrap();
        for name in ["a", "b", "c", "d"] {
            check(&current.join(name));
        }
    }
}
