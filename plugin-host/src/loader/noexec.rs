//! Whether a file lies where the system runs no code.
//!
//! Apart because each system tells it in its own way, and some do not tell it at all.

use std::path::Path;

/// Whether the file system of `path` is known to be mounted `noexec`.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) fn forbids_code(path: &Path) -> bool {
    use std::ffi::CString;
    use std::mem::MaybeUninit;
    use std::os::unix::ffi::OsStrExt as _;
    let Ok(path) = CString::new(path.as_os_str().as_bytes()) else { return false };
    let mut found = MaybeUninit::<libc::statvfs>::uninit();
    // SAFETY: the path is a C string and the place is large enough; both live for the call.
    let result = unsafe { libc::statvfs(path.as_ptr(), found.as_mut_ptr()) };
    if result != 0 {
        return false;
    }
    // SAFETY: the call has filled it, as it returned 0.
    let found = unsafe { found.assume_init() };
    found.f_flag & libc::ST_NOEXEC != 0
}

/// Whether the file system of `path` is known to be mounted `noexec`: not asked on this system.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(super) fn forbids_code(_path: &Path) -> bool {
    false
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_file_system_from_which_programs_run_allows_code() {
        // That others forbid it takes the right to mount one: that is an acceptance test.
        assert!(!forbids_code(&std::env::current_exe().unwrap()));
        assert!(!forbids_code(Path::new("/nowhere")));
    }
}
