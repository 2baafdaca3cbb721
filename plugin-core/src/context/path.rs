//! Paths that live as long as the process, as the records hold them.

use std::ffi::OsStr;
use std::path::Path;

use crate::abi::{PathUnit, Records};

/// The path in a record; `None` if it is empty.
#[cfg(unix)]
pub(super) fn read(units: Records<PathUnit>) -> Option<&'static Path> {
    let units: Vec<PathUnit> = units.iter().copied().collect();
    let name: &OsStr = std::os::unix::ffi::OsStrExt::from_bytes(units.leak());
    (!name.is_empty()).then(|| Path::new(name))
}

/// The path in a record; `None` if it is empty.
#[cfg(windows)]
pub(super) fn read(units: Records<PathUnit>) -> Option<&'static Path> {
    let units: Vec<PathUnit> = units.iter().copied().collect();
    let name: std::ffi::OsString = std::os::windows::ffi::OsStringExt::from_wide(&units);
    let name: &OsStr = Box::leak(name.into_boxed_os_str());
    (!name.is_empty()).then(|| Path::new(name))
}

/// The path for a record, for the rest of the process.
pub(super) fn leak(path: &Path) -> Records<PathUnit> {
    #[cfg(unix)]
    let units = std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()).to_vec();
    #[cfg(windows)]
    let units = std::os::windows::ffi::OsStrExt::encode_wide(path.as_os_str()).collect::<Vec<_>>();
    Records::new(units.leak())
}
