//! The system's loader, as far as it is needed: load a library for good, and find one symbol in it.
//!
//! Why it refuses a file is found out in [`diagnosis`], which nothing else needs.

mod diagnosis;
mod needs;
#[cfg(unix)]
mod noexec;
mod search;

use std::ffi::c_void;
use std::fs::File;
use std::io;
use std::mem::ManuallyDrop;
use std::path::Path;

#[cfg(unix)]
use libloading::os::unix as os;
#[cfg(windows)]
use libloading::os::windows as os;

use crate::error::OpenError;

/// A library that stays loaded as long as the process.
///
/// It is never closed: symbols, panics, destructors of thread-locals and threads of its own may
/// lead into its code at any time.
#[derive(Debug)]
pub(crate) struct Library(ManuallyDrop<os::Library>);

impl Library {
    /// Loads the library at `path`, which is absolute and ends with the file's name.
    ///
    /// All that it needs of other libraries is resolved now, and none of its symbols becomes
    /// visible to others.
    ///
    /// # Safety
    ///
    /// What the library runs when it is loaded is sound, and does not unwind into the loader.
    ///
    /// # Errors
    ///
    /// What the system's loader said, by what it is about.
    pub(crate) unsafe fn load(path: &Path) -> Result<Self, OpenError> {
        #[cfg(unix)]
        let flags = os::RTLD_NOW | os::RTLD_LOCAL;
        #[cfg(unix)]
        // SAFETY: by this function's contract.
        let library = unsafe { os::Library::open(Some(path.as_os_str()), flags) };
        #[cfg(windows)]
        // What the library needs is looked for beside it, too.
        let flags = os::LOAD_LIBRARY_SEARCH_DEFAULT_DIRS | os::LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR;
        #[cfg(windows)]
        // SAFETY: by this function's contract.
        let library = unsafe { os::Library::load_with_flags(path.as_os_str(), flags) };
        match library {
            Ok(library) => Ok(Self(ManuallyDrop::new(library))),
            Err(error) => Err(diagnosis::cause(path, &text(&error))),
        }
    }

    /// The address of a symbol; `None` if the library does not define it.
    pub(crate) fn symbol(&self, name: &str) -> Option<*const c_void> {
        // SAFETY: any address can be taken for a raw pointer, of which nothing is asked here.
        let symbol = unsafe { self.0.get::<*const c_void>(name) }.ok()?;
        let address = symbol.as_raw_ptr().cast_const();
        (!address.is_null()).then_some(address)
    }
}

/// Why a library has to be loaded from where it is, if it has to.
pub(crate) fn needs_its_place(file: &File) -> io::Result<Option<String>> {
    let Some(needs) = needs::of(file.try_clone()?) else {
        return Ok(Some("where it looks for other libraries cannot be read".to_owned()));
    };
    Ok(search::beside_itself(&needs).map(|path| {
        format!("it looks for other libraries beside itself, in `{path}`, where the copy is not")
    }))
}

/// What the system said, which `libloading` keeps one level below.
fn text(error: &libloading::Error) -> String {
    use std::error::Error as _;
    error.source().map_or_else(|| error.to_string(), ToString::to_string)
}
