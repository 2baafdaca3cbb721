//! The system's loader, as far as it is needed: load a library for good, and find one symbol in it.

use std::ffi::c_void;
use std::mem::ManuallyDrop;
use std::path::Path;

#[cfg(unix)]
use libloading::os::unix as os;
#[cfg(windows)]
use libloading::os::windows as os;

use crate::error::{LoaderError, OpenError};

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
            Err(error) => Err(cause(path, &text(&error))),
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

/// What the system said, which `libloading` keeps one level below.
fn text(error: &libloading::Error) -> String {
    use std::error::Error as _;
    error.source().map_or_else(|| error.to_string(), ToString::to_string)
}

/// The error for what the loader said of `path`.
fn cause(path: &Path, said: &str) -> OpenError {
    let source = LoaderError(said.to_owned());
    let path = path.to_owned();
    if let Some(library) = missing_library(said, &path) {
        return OpenError::MissingDependency { path, library, source };
    }
    if let Some(symbol) = undefined_symbol(said) {
        return OpenError::UndefinedSymbol { path, symbol, source };
    }
    OpenError::Load { path, source }
}

/// "libx.so: cannot open shared object file: …" of glibc; "Error loading shared library libx.so: …"
/// of musl; "Library not loaded: libx.dylib" of macOS.
fn missing_library(said: &str, path: &Path) -> Option<String> {
    let library = said
        .split_once(": cannot open shared object file")
        .map(|(library, _)| library)
        .or_else(|| {
            let (_, rest) = said.split_once("Error loading shared library ")?;
            Some(rest.split_once(": ")?.0)
        })
        .or_else(|| {
            let (_, rest) = said.split_once("Library not loaded: ")?;
            Some(rest.lines().next()?.trim())
        })?;
    (Path::new(library) != path).then(|| library.to_owned())
}

/// "…: undefined symbol: x" of glibc; "Error relocating …: x: symbol not found" of musl; "Symbol
/// not found: x" of macOS.
fn undefined_symbol(said: &str) -> Option<String> {
    let symbol = said
        .split_once("undefined symbol: ")
        .map(|(_, rest)| rest)
        .or_else(|| {
            let (rest, _) = said.split_once(": symbol not found")?;
            Some(rest.rsplit_once(": ")?.1)
        })
        .or_else(|| Some(said.split_once("Symbol not found: ")?.1))?;
    let end = symbol.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(symbol.len());
    (end > 0).then(|| symbol[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(said: &str) -> String {
        cause(Path::new("/p/libx.so"), said).to_string()
    }

    #[test]
    fn a_missing_library_is_named() {
        for said in [
            "liby.so.1: cannot open shared object file: No such file or directory",
            "Error loading shared library liby.so.1: No such file or directory (needed by /p/libx.so)",
            "dlopen(/p/libx.so, 0x0002): Library not loaded: liby.so.1\n  Referenced from: /p/libx.so",
        ] {
            assert_eq!(
                message(said),
                "`/p/libx.so` cannot be loaded: the library `liby.so.1`, which it needs, is missing"
            );
        }
    }

    #[test]
    fn an_undefined_symbol_is_named() {
        for said in [
            "/p/libx.so: undefined symbol: frobnicate",
            "/p/libx.so: undefined symbol: frobnicate, version LIBY_1.0",
            "Error relocating /p/libx.so: frobnicate: symbol not found",
        ] {
            assert_eq!(
                message(said),
                "`/p/libx.so` cannot be loaded: nothing defines `frobnicate`, which it needs"
            );
        }
    }

    #[test]
    fn anything_else_is_the_loaders_own_text() {
        use std::error::Error as _;
        let said = "/p/libx.so: cannot open shared object file: Permission denied";
        let error = cause(Path::new("/p/libx.so"), said);
        assert_eq!(error.to_string(), "`/p/libx.so` cannot be loaded");
        assert_eq!(error.source().unwrap().to_string(), said);
    }
}
