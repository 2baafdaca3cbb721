//! Preflight: what is not a plugin for this host is refused here, before anything of it is loaded.
//!
//! Every check reads the file through [`source`]; it is never mapped, because a file that ends too
//! early kills the process that touches the missing pages.

mod content;
mod elf;
mod fault;
mod file;
mod machine;
mod macho;
mod pe;
mod rust;
mod source;
#[cfg(all(test, target_os = "linux", target_pointer_width = "64", target_endian = "little"))]
mod tests;

use std::path::Path;

use object::read::ReadRef as _;
use plugin_core::abi::ABI_MAJOR;
use plugin_core::manifest::TARGET;

use self::fault::Fault;
use self::file::Opened;
pub(crate) use self::file::{identify, unreadable};
use self::source::Source;
use crate::error::{Format, Machine, OpenError};
use crate::identity::FileId;
use crate::manifest::{self, Chunk, Manifest, OwnError, Record};

/// A plugin for this host, as far as its file tells.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) id: FileId,
    pub(crate) manifest: Manifest,
    /// The manifest as it stands in the file, for comparison with what is loaded.
    pub(crate) record: Box<[u8]>,
}

/// A library, whatever its format.
struct Image<'a> {
    machine: Machine,
    /// Where notes are looked for first.
    chunks: Vec<Chunk<'a>>,
    /// Finds further places, for a library whose first ones hold no record.
    further: fn(&'a Source) -> Vec<Chunk<'a>>,
}

/// The format of this system's libraries.
const FORMAT_OF_HOST: Format = if cfg!(windows) {
    Format::Pe
} else if cfg!(target_vendor = "apple") {
    Format::MachO
} else {
    Format::Elf
};

/// Checks the file at `path`.
pub(crate) fn check(path: &Path) -> Result<Checked, OpenError> {
    let Opened { source, id } = file::open(path)?;
    check_source(&source, id).map_err(|fault| match source.into_inner().error() {
        Some(error) => unreadable(path, error),
        None => fault.at(path),
    })
}

/// Whether the file at `path` defines `symbol` for others, without the decorations of its format.
pub(crate) fn defines(path: &Path, symbol: &str) -> bool {
    let Ok(Opened { source, .. }) = file::open(path) else { return false };
    let names = object::File::parse(&source).and_then(|file| {
        use object::Object as _;
        let exports = file.exports()?;
        let plain = |name: &[u8]| name.strip_prefix(b"_").unwrap_or(name) == symbol.as_bytes();
        Ok(exports.iter().any(|it| it.name() == symbol.as_bytes() || plain(it.name())))
    });
    names.unwrap_or(false)
}

fn check_source(source: &Source, id: FileId) -> Result<Checked, Fault> {
    let image = image(source)?;
    if image.machine != Machine::HOST {
        return Err(Fault::Machine(image.machine));
    }
    let (manifest, record) = own_record(source, &image)?;
    check_manifest(&manifest)?;
    Ok(Checked { id, manifest, record: record.into() })
}

/// Reads the file as a library of this system's format.
fn image(source: &Source) -> Result<Image<'_>, Fault> {
    let len = source.len().unwrap_or(0);
    let start = source
        .read_bytes_at(0, len.min(content::ENOUGH))
        .map_err(|()| Fault::damaged("it cannot be read"))?;
    match content::format(start).map_err(Fault::NotALibrary)? {
        found if found != FORMAT_OF_HOST => Err(Fault::Format(found)),
        Format::Elf => elf::image(source),
        Format::MachO => macho::image(source),
        Format::Pe => pe::image(source),
    }
}

/// The record that speaks for the file.
fn own_record<'a>(source: &'a Source, image: &Image<'a>) -> Result<(Manifest, &'a [u8]), Fault> {
    let mut found = manifest::own(&records(&image.chunks)?);
    if found == Err(OwnError::None) {
        found = manifest::own(&records(&(image.further)(source))?);
    }
    match found {
        Ok((manifest, record)) => Ok((manifest, record.payload)),
        Err(OwnError::None) => Err(Fault::NotAPlugin { rust: rust::is_compiled_by_rustc(source) }),
        Err(OwnError::Several(packages)) => Err(Fault::SeveralPlugins(packages)),
        Err(OwnError::Bad(offset, error)) => Err(Fault::of_record(offset, error)),
    }
}

fn records<'a>(chunks: &[Chunk<'a>]) -> Result<Vec<Record<'a>>, Fault> {
    let mut records = Vec::new();
    for chunk in chunks {
        manifest::records(*chunk, &mut records)
            .map_err(|(offset, error)| Fault::of_record(offset, error))?;
    }
    Ok(records)
}

/// Checks what can be known of the plugin without its code.
fn check_manifest(manifest: &Manifest) -> Result<(), Fault> {
    if manifest.abi().major != ABI_MAJOR {
        return Err(Fault::Abi(manifest.abi()));
    }
    if manifest.target() != TARGET {
        return Err(Fault::Target(manifest.target().to_owned()));
    }
    Ok(())
}
