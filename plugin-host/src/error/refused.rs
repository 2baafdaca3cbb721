//! What the messages say of a file that the system refused: where it looked, who may not, and what
//! to do.
//!
//! Apart from the other words because these messages are put together from several fields.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The variable that names folders for all libraries.
pub(crate) const LIBRARY_PATH: &str =
    if cfg!(target_vendor = "apple") { "DYLD_LIBRARY_PATH" } else { "LD_LIBRARY_PATH" };

/// A library that is missing, and where.
pub(super) struct Missing<'a> {
    pub(super) library: &'a str,
    pub(super) indirect: bool,
    pub(super) run_path: &'a [PathBuf],
    pub(super) library_path: &'a [PathBuf],
}

impl fmt::Display for Missing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { library, indirect, run_path, library_path } = self;
        let who = if *indirect { "one of the libraries that it needs" } else { "it" };
        write!(f, "{who} needs the library `{library}`, which is ")?;
        if library.contains('/') {
            return write!(f, "missing; install it there");
        }
        write!(f, "in none of the places for it: ")?;
        if !run_path.is_empty() {
            write!(f, "the plugin's run path ({}), ", paths(run_path))?;
        }
        if !library_path.is_empty() {
            write!(f, "`{LIBRARY_PATH}` ({}), ", paths(library_path))?;
        }
        write!(f, "the system's library folders; install it, or ")?;
        if run_path.is_empty() && library_path.is_empty() {
            write!(f, "start the program with its folder in `{LIBRARY_PATH}`")
        } else {
            write!(f, "put it into one of these places")
        }
    }
}

/// "`/a`, `/b`".
fn paths(folders: &[PathBuf]) -> String {
    folders.iter().map(|it| format!("`{}`", it.display())).collect::<Vec<_>>().join(", ")
}

/// A symbol that nothing defines, and what would.
pub(super) struct Undefined<'a> {
    pub(super) symbol: &'a str,
    pub(super) version: Option<&'a str>,
    pub(super) library: Option<&'a str>,
}

impl fmt::Display for Undefined<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { symbol, version, library } = self;
        match library {
            Some(library) => write!(f, "`{library}` does not define `{symbol}`")?,
            None => write!(f, "nothing defines `{symbol}`")?,
        }
        if let Some(version) = version {
            write!(f, " of version `{version}`")?;
        }
        match library {
            Some(library) => write!(
                f,
                ", which it needs; update `{library}`, or build the plugin with the one that is \
                 installed"
            ),
            None => write!(
                f,
                ", which it needs; link the plugin with the library that does, or update that \
                 library"
            ),
        }
    }
}

/// A part of a path that lets nobody else through.
pub(super) struct Denied<'a> {
    pub(super) path: &'a Path,
    pub(super) at: &'a Path,
    pub(super) mode: u32,
    pub(super) owner: u32,
    pub(super) group: u32,
    pub(super) user: u32,
}

impl fmt::Display for Denied<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, at, mode, owner, group, user } = self;
        let is_folder = mode & 0o170_000 == 0o040_000;
        let (what, allow, bits) =
            if is_folder { ("folder", "a+x", 0o111) } else { ("file", "a+r", 0o444) };
        if at == path {
            write!(f, "it")?;
        } else {
            write!(f, "the {what} `{}`", at.display())?;
        }
        write!(
            f,
            " has mode {:04o}, owner {owner} and group {group}, and this process runs as user \
             {user}; ",
            mode & 0o7777
        )?;
        if mode & bits == bits {
            write!(
                f,
                "its mode allows that: look at its access control list and at the system's rules"
            )
        } else {
            write!(f, "allow it with `chmod {allow}`, or run the program as another user")
        }
    }
}

/// What is known of an error of the system beyond its text.
#[cfg(unix)]
pub(super) fn unreadable(source: &io::Error) -> &'static str {
    match source.raw_os_error() {
        Some(libc::ELOOP) => {
            ": its symbolic links lead in a circle, or are more than the system follows; link to \
             the file itself"
        }
        _ => "",
    }
}

/// Nothing is known beyond the text.
#[cfg(not(unix))]
pub(super) fn unreadable(_source: &io::Error) -> &'static str {
    ""
}
