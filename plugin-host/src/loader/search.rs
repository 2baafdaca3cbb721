//! Where the system's loader looks for the libraries that a library needs.
//!
//! Apart from reading the file because half of it is said by the process, when that was started.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::needs::Needs;
use crate::error::LIBRARY_PATH;

/// The folders that the library at `path` names for its libraries, or for `indirect` ones.
///
/// `DT_RUNPATH` is for what the library itself needs. `DT_RPATH`, which it replaces, is for what
/// its libraries need, too.
pub(super) fn run_path(needs: &Needs, path: &Path, indirect: bool) -> Vec<PathBuf> {
    let list = match &needs.run_path {
        Some(_) if indirect => return Vec::new(),
        Some(list) => list,
        None => needs.old_run_path.as_deref().unwrap_or_default(),
    };
    let origin = path.parent().unwrap_or(Path::new("")).to_string_lossy();
    list.split(':')
        .filter(|folder| !folder.is_empty())
        .map(|folder| folder.replace("${ORIGIN}", &origin).replace("$ORIGIN", &origin).into())
        .collect()
}

/// What a library looks for beside itself, as it is written; `None` if it looks for nothing there.
pub(super) fn beside_itself(needs: &Needs) -> Option<&str> {
    let Needs { libraries, run_path, old_run_path, filters } = needs;
    let mut texts = libraries.iter().chain(run_path).chain(old_run_path).chain(filters);
    texts.find(|text| text.contains("$ORIGIN") || text.contains("${ORIGIN}")).map(String::as_str)
}

/// The folders of `LD_LIBRARY_PATH`, as it was when the program was started.
///
/// The loader reads it once; a host that sets it later should not read here that it was heeded.
pub(super) fn library_path() -> Vec<PathBuf> {
    let value = at_start().unwrap_or_else(|| std::env::var_os(LIBRARY_PATH).unwrap_or_default());
    std::env::split_paths(&value).filter(|folder| !folder.as_os_str().is_empty()).collect()
}

/// The variable's value when the program was started, empty if it had none; `None` if the system
/// does not tell.
#[cfg(target_os = "linux")]
fn at_start() -> Option<OsString> {
    use std::os::unix::ffi::OsStringExt as _;
    let environment = std::fs::read("/proc/self/environ").ok()?;
    let value = environment
        .split(|byte| *byte == 0)
        .find_map(|variable| variable.strip_prefix(LIBRARY_PATH.as_bytes())?.strip_prefix(b"="));
    Some(OsString::from_vec(value.unwrap_or_default().to_vec()))
}

#[cfg(not(target_os = "linux"))]
fn at_start() -> Option<OsString> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn needs(run_path: Option<&str>, old: Option<&str>) -> Needs {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Needs {
            libraries: vec![],
            run_path: owned(run_path),
            old_run_path: owned(old),
            filters: vec![],
        }
    }

    fn folders(needs: &Needs, indirect: bool) -> Vec<PathBuf> {
        run_path(needs, Path::new("/p/libx.so"), indirect)
    }

    #[test]
    fn the_folder_of_the_file_stands_in_its_run_path() {
        let needs = needs(Some("$ORIGIN:${ORIGIN}/../deps::/opt/lib"), None);
        assert_eq!(folders(&needs, false), ["/p", "/p/../deps", "/opt/lib"].map(PathBuf::from));
    }

    #[test]
    fn a_library_that_looks_beside_itself_is_known_by_its_paths() {
        assert_eq!(beside_itself(&needs(Some("/opt/lib"), None)), None);
        for path in ["$ORIGIN", "/opt:${ORIGIN}/../lib"] {
            assert_eq!(beside_itself(&needs(Some(path), None)), Some(path));
            assert_eq!(beside_itself(&needs(None, Some(path))), Some(path));
        }
    }

    #[test]
    fn only_the_older_run_path_serves_the_libraries_of_libraries() {
        let old = needs(None, Some("/old"));
        assert_eq!(folders(&old, false), [PathBuf::from("/old")]);
        assert_eq!(folders(&old, true), [PathBuf::from("/old")]);
        let both = needs(Some("/new"), Some("/old"));
        assert_eq!(folders(&both, false), [PathBuf::from("/new")]);
        assert!(folders(&both, true).is_empty());
    }
}
