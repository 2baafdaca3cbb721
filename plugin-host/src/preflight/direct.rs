//! Opens a file by a path without links, which is canonical then: one call into the system instead of one for each
//! part of the path.

use std::borrow::Cow;
use std::env;
use std::fs::File;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, Mode, OFlags, ResolveFlags};

/// The canonical path, and the file. `None` if this way is not open: the path has links or detours, the system is
/// older than Linux 5.6 or forbids it, or there is an error, which the other way finds again.
pub(super) fn open(path: &Path, flags: i32) -> Option<(PathBuf, File)> {
    // The system tells without links in which folder the process is.
    let path: Cow<'_, Path> =
        if path.is_absolute() { path.into() } else { env::current_dir().ok()?.join(path).into() };
    let mut parts = path.as_os_str().as_bytes().strip_prefix(b"/")?.split(|byte| *byte == b'/');
    if parts.any(|part| matches!(part, b"" | b"." | b"..")) {
        return None;
    }
    let flags = OFlags::from_bits_retain(flags.cast_unsigned()) | OFlags::RDONLY | OFlags::CLOEXEC;
    let links = ResolveFlags::NO_SYMLINKS;
    let file = rustix::fs::openat2(CWD, &*path, flags, Mode::empty(), links).ok()?;
    Some((path.into_owned(), file.into()))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn what_it_opens_it_names_as_the_system_does() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().canonicalize().unwrap();
        fs::create_dir(folder.join("in")).unwrap();
        let file = folder.join("in/file");
        fs::write(&file, "").unwrap();
        symlink("file", folder.join("in/link")).unwrap();
        symlink("in", folder.join("linked")).unwrap();

        let opened = |path: &Path| open(path, 0).map(|(path, _)| path);
        // A system without this way leaves everything to the other.
        if let Some(opened) = opened(&file) {
            assert_eq!(opened, file);
        }
        for other in
            ["in/link", "linked/file", "in/../in/file", "./in/file", "in//file", "in/file/", "none"]
        {
            assert_eq!(opened(&folder.join(other)), None, "{other}");
        }
        assert_eq!(opened(Path::new("")), None);
        assert_eq!(opened(Path::new("a\0b")), None);
        let doubled = format!("/{}", file.display());
        assert_eq!(opened(Path::new(&doubled)), None);

        let relative = Path::new("Cargo.toml");
        assert_eq!(
            opened(relative).unwrap_or(relative.canonicalize().unwrap()),
            relative.canonicalize().unwrap()
        );
    }
}
