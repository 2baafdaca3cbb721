//! Why the system's loader refused a file: what it said, and what the file and its place say.
//!
//! Apart from loading because it runs only when that failed, reads texts that no system promises,
//! and gives the loader's own words wherever it does not understand them.

use std::path::Path;

use super::{needs, search};
use crate::error::{LoaderError, OpenError};

/// The error for what the loader said of `path`.
#[cold]
pub(super) fn cause(path: &Path, said: &str) -> OpenError {
    let source = LoaderError(said.into());
    // Whatever the loader says then: mapping the file's code is the first thing that fails.
    #[cfg(unix)]
    if super::noexec::forbids_code(path) {
        return OpenError::NoExec { path: path.to_owned(), source };
    }
    if let Some(library) = missing_library(said, path) {
        return missing_dependency(path, library, source);
    }
    let path = path.to_owned();
    if let Some((library, version)) = missing_version(said) {
        return OpenError::OutdatedDependency { path, library, version, source };
    }
    if let Some((symbol, version)) = undefined_symbol(said) {
        let library = version.as_ref().and_then(|version| needs::origin(&path, &symbol, version));
        return OpenError::UndefinedSymbol { path, symbol, version, library, source };
    }
    OpenError::Load { path, source }
}

fn missing_dependency(path: &Path, library: String, source: LoaderError) -> OpenError {
    let needs = needs::read(path);
    let indirect = needs.as_ref().is_some_and(|needs| !needs.libraries.contains(&library));
    let (run_path, library_path) = if library.contains('/') {
        // A path, which is not looked for anywhere.
        (Vec::new(), Vec::new())
    } else {
        let run_path = needs.map(|needs| search::run_path(&needs, path, indirect));
        (run_path.unwrap_or_default(), search::library_path())
    };
    let path = path.to_owned();
    OpenError::MissingDependency { path, library, indirect, run_path, library_path, source }
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

/// "/lib/liby.so.1: version … not found (required by …)" of glibc, the version in quotes.
fn missing_version(said: &str) -> Option<(String, String)> {
    let (library, rest) = said.split_once(": version `")?;
    let (version, _) = rest.split_once("' not found")?;
    Some((library.to_owned(), version.to_owned()))
}

/// "…: undefined symbol: x, version V" of glibc; "Error relocating …: x: symbol not found" of musl;
/// "Symbol not found: x" of macOS.
fn undefined_symbol(said: &str) -> Option<(String, Option<String>)> {
    let symbol = said
        .split_once("undefined symbol: ")
        .map(|(_, rest)| rest)
        .or_else(|| {
            let (rest, _) = said.split_once(": symbol not found")?;
            Some(rest.rsplit_once(": ")?.1)
        })
        .or_else(|| Some(said.split_once("Symbol not found: ")?.1))?;
    let word = |text: &str| {
        let end = text.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(text.len());
        (end > 0).then(|| text[..end].to_owned())
    };
    let version = symbol.split_once(", version ").and_then(|(_, version)| word(version));
    Some((word(symbol)?, version))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(said: &str) -> OpenError {
        cause(Path::new("/p/libx.so"), said)
    }

    #[test]
    fn a_missing_library_is_named() {
        for said in [
            "liby.so.1: cannot open shared object file: No such file or directory",
            "Error loading shared library liby.so.1: No such file or directory (needed by /p/libx.so)",
            "dlopen(/p/libx.so, 0x0002): Library not loaded: liby.so.1\n  Referenced from: /p/libx.so",
        ] {
            match of(said) {
                OpenError::MissingDependency { library, indirect, run_path, .. } => {
                    assert_eq!(library, "liby.so.1");
                    assert!(!indirect && run_path.is_empty(), "there is no file to ask");
                }
                other => panic!("{other}"),
            }
        }
    }

    #[test]
    fn a_library_that_is_too_old_is_named_with_the_version_that_it_lacks() {
        let said = "/lib/liby.so.1: version `LIBY_2.0' not found (required by /p/libx.so)";
        match of(said) {
            OpenError::OutdatedDependency { library, version, .. } => {
                assert_eq!((&*library, &*version), ("/lib/liby.so.1", "LIBY_2.0"));
            }
            other => panic!("{other}"),
        }
    }

    #[test]
    fn an_undefined_symbol_is_named() {
        for (said, expected) in [
            ("/p/libx.so: undefined symbol: frobnicate", None),
            ("/p/libx.so: undefined symbol: frobnicate, version LIBY_1.0", Some("LIBY_1.0")),
            ("Error relocating /p/libx.so: frobnicate: symbol not found", None),
            ("dlopen(…): Symbol not found: frobnicate\n  Referenced from: /p/libx.so", None),
        ] {
            match of(said) {
                OpenError::UndefinedSymbol { symbol, version, library: None, .. } => {
                    assert_eq!((&*symbol, version.as_deref()), ("frobnicate", expected));
                }
                other => panic!("{other}"),
            }
        }
    }

    #[test]
    fn anything_else_is_the_loaders_own_text() {
        use std::error::Error as _;
        let said = "/p/libx.so: cannot open shared object file: Permission denied";
        let error = of(said);
        assert_eq!(error.to_string(), "`/p/libx.so` cannot be loaded");
        assert_eq!(error.source().unwrap().to_string(), said);
    }
}
