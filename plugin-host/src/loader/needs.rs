//! What a library's file says that it needs of others: libraries, where they may lie, symbols.
//!
//! Read only when the loader refused the file or it is to be copied, and through its section headers,
//! which only files lack that were stripped by special tools: of those, nothing is known.

use std::fs::File;
use std::path::Path;

use object::Endianness;
use object::elf::{DT_AUXILIARY, DT_FILTER, DT_NEEDED, DT_RPATH, DT_RUNPATH, SHT_DYNSYM};
use object::read::elf::{Dyn as _, FileHeader, SectionTable, Sym as _};
use object::read::{ReadCache, ReadRef};

#[cfg(target_pointer_width = "32")]
type Header = object::elf::FileHeader32<Endianness>;
#[cfg(not(target_pointer_width = "32"))]
type Header = object::elf::FileHeader64<Endianness>;

/// What a library says of the libraries that it needs.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Needs {
    /// Their names.
    pub(super) libraries: Vec<String>,
    /// `DT_RUNPATH`.
    pub(super) run_path: Option<String>,
    /// `DT_RPATH`, which loaders ignore beside the other.
    pub(super) old_run_path: Option<String>,
    /// Names of libraries whose symbols go before its own: `DT_FILTER`, `DT_AUXILIARY`.
    pub(super) filters: Vec<String>,
}

/// What the library at `path` needs; `None` if that cannot be read.
pub(super) fn read(path: &Path) -> Option<Needs> {
    of(File::open(path).ok()?)
}

/// What a library needs; `None` if that cannot be read.
pub(super) fn of(file: File) -> Option<Needs> {
    let file = ReadCache::new(file);
    let (endian, sections) = sections(&file)?;
    let (entries, strings) = sections.dynamic(endian, &file).ok()??;
    let strings = sections.strings(endian, &file, strings).ok()?;
    let texts = |tag| {
        entries
            .iter()
            .filter(move |entry| entry.tag32(endian) == Some(tag))
            .filter_map(move |entry| Some(text(strings.get(entry.val32(endian)?).ok()?)))
    };
    Some(Needs {
        libraries: texts(DT_NEEDED).collect(),
        run_path: texts(DT_RUNPATH).next(),
        old_run_path: texts(DT_RPATH).next(),
        filters: texts(DT_FILTER).chain(texts(DT_AUXILIARY)).collect(),
    })
}

/// The library of which the one at `path` expects `symbol` in `version`.
pub(super) fn origin(path: &Path, symbol: &str, version: &str) -> Option<String> {
    let file = ReadCache::new(File::open(path).ok()?);
    let (endian, sections) = sections(&file)?;
    let versions = sections.versions(endian, &file).ok()??;
    let symbols = sections.symbols(endian, &file, SHT_DYNSYM).ok()?;
    symbols.enumerate().find_map(|(index, it)| {
        let of_symbol = versions.version(versions.version_index(endian, index)).ok()??;
        let found = it.is_undefined(endian)
            && it.name(endian, symbols.strings()) == Ok(symbol.as_bytes())
            && of_symbol.name() == version.as_bytes();
        found.then(|| of_symbol.file().map(text))?
    })
}

fn sections<'data, R: ReadRef<'data>>(
    file: R,
) -> Option<(Endianness, SectionTable<'data, Header, R>)> {
    let header = Header::parse(file).ok()?;
    let endian = header.endian().ok()?;
    Some((endian, header.sections(endian, file).ok()?))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn this_program_needs_the_c_library() {
        let program = std::env::current_exe().unwrap();
        let needs = read(&program).unwrap();
        assert!(needs.libraries.iter().any(|name| name.contains("libc.")), "{needs:?}");
    }

    #[test]
    fn nothing_is_known_of_what_is_no_library() {
        assert_eq!(read(Path::new("/nowhere")), None);
        assert_eq!(read(Path::new("/proc/self/status")), None);
        assert_eq!(origin(Path::new("/proc/self/status"), "x", "X_1"), None);
    }
}
