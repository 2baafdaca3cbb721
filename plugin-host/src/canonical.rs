//! The canonical path of a file. To resolve it, the system is asked about each folder on the way; of plugins, most stand
//! beside the one before.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::{fs, io};

use crate::identity::{Identified, Inode};

/// Where the last file stood.
static LAST: Mutex<Option<Arc<Folder>>> = Mutex::new(None);

/// A folder.
struct Folder {
    /// As it was given, and its canonical path.
    given: PathBuf,
    canonical: PathBuf,
    inode: Inode,
}

/// The canonical path of the file at `path`, which has been identified.
pub(crate) fn canonical(path: &Path, identified: &Identified) -> io::Result<PathBuf> {
    // Names may be written in other cases there than they have.
    let one_spelling = !cfg!(any(target_vendor = "apple", windows));
    let split = split(path).filter(|_| one_spelling && !identified.by_link);
    let Some((folder, name)) = split else { return path.canonicalize() };
    let known = last(|last| last.clone());
    let known = known.filter(|known| known.given.as_os_str() == folder.as_os_str());
    if let Some(known) = known.filter(|known| known.is_still_there()) {
        let folder = &known.canonical;
        let mut path = PathBuf::with_capacity(folder.as_os_str().len() + 1 + name.len());
        path.extend([folder.as_os_str(), name]);
        return Ok(path);
    }
    let canonical = path.canonicalize()?;
    let inode = |parent| Inode::of(parent, &fs::symlink_metadata(parent)?);
    if let Some(parent) = canonical.parent()
        && let Ok(inode) = inode(parent)
    {
        let folder = Folder { given: folder.to_owned(), canonical: parent.to_owned(), inode };
        last(|last| *last = Some(Arc::new(folder)));
    }
    Ok(canonical)
}

/// Nothing is asked of the system under the lock: others may be waiting, for files that answer at once.
fn last<T>(work: impl FnOnce(&mut Option<Arc<Folder>>) -> T) -> T {
    work(&mut LAST.lock().unwrap_or_else(PoisonError::into_inner))
}

impl Folder {
    /// Whether both paths lead to the folder that they led to, and the canonical one is not that of a link by now. If one
    /// of the folders on its way was moved and has left a link in its place, it leads there nevertheless.
    fn is_still_there(&self) -> bool {
        let Self { given, canonical, inode } = self;
        let is_it = |path: &Path, metadata: io::Result<fs::Metadata>| {
            metadata.and_then(|metadata| Inode::of(path, &metadata)).is_ok_and(|it| it == *inode)
        };
        is_it(canonical, fs::symlink_metadata(canonical))
            && (given.as_os_str() == canonical.as_os_str() || is_it(given, fs::metadata(given)))
    }
}

/// Folder and name, if the path ends with a name.
fn split(path: &Path) -> Option<(&Path, &OsStr)> {
    let (folder, name) = (path.parent()?, path.file_name()?);
    // `x/.` has the name `x`, and a file in no folder is in the process's.
    let ends = path.as_os_str().as_encoded_bytes().ends_with(name.as_encoded_bytes());
    (ends && !folder.as_os_str().is_empty()).then_some((folder, name))
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::preflight::identify;

    fn check_each(folder: &Path, names: &[&str]) {
        for name in names {
            check(&folder.join(name));
        }
    }

    fn check(path: &Path) {
        let identified = identify(path).unwrap();
        for _ in 0..2 {
            let found = canonical(path, &identified).unwrap();
            // Not as paths, which may be equal and written differently.
            assert_eq!(found.as_os_str(), path.canonicalize().unwrap().as_os_str());
        }
    }

    #[test]
    fn it_is_what_the_system_says_whatever_was_asked_before() {
        let place = tempfile::tempdir().unwrap();
        let place = place.path();
        let [one, two, current, moved] =
            ["one", "two", "current", "moved"].map(|name| place.join(name));
        let names = ["a", "b"];
        for folder in [&one, &two] {
            fs::create_dir(folder).unwrap();
            for name in names {
                fs::write(folder.join(name), name).unwrap();
            }
        }
        fs::hard_link(one.join("a"), one.join("c")).unwrap();
        fs::hard_link(one.join("a"), two.join("c")).unwrap();
        symlink("../two/a", one.join("link")).unwrap();
        symlink("a", one.join("beside")).unwrap();
        symlink(&one, &current).unwrap();
        for folder in [&one, &two, &current] {
            for name in ["a", "b", "c"] {
                check(&folder.join(name));
                for spelling in ["../one/", "./", "/"] {
                    check(Path::new(&format!("{}/{spelling}/{name}", folder.display())));
                }
            }
        }
        check_each(&current, &["a", "link", "b", "beside", "c"]);
        // A link to a folder leads to another.
        fs::remove_file(&current).unwrap();
        symlink(&two, &current).unwrap();
        check_each(&current, &names);
        // A folder becomes a link to another, then to itself.
        for target in [&two, &moved] {
            check_each(&one, &names);
            fs::rename(&one, &moved).unwrap();
            symlink(target, &one).unwrap();
            check_each(&one, &names);
            fs::remove_file(&one).unwrap();
            fs::rename(&moved, &one).unwrap();
        }
    }
}
