//! Preflight: what is not a plugin for this host is refused here, before anything of it is loaded.
//!
//! `inspect` reads files by the same way. Every check reads the file through [`source`]; it is never
//! mapped, because a file that ends too early kills the process that touches the missing pages.

#[cfg(unix)]
mod access;
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
pub(crate) mod tests;

use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use object::read::ReadRef as _;
use plugin_core::abi::ABI_MAJOR;
use plugin_core::manifest::TARGET;

use self::fault::Fault;
use self::file::Opened;
pub(crate) use self::file::{identify, unreadable};
use self::source::{Parts, Source};
use crate::error::{Format, Machine, OpenError};
use crate::identity::FileId;
use crate::manifest::{self, Chunk, Manifest, Own, OwnError, PluginFields, Record, Records};
use crate::seal;
use crate::settings::Settings;

/// A plugin for this host, as far as its file tells.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) id: FileId,
    pub(crate) plugin: Found,
    /// The file that was checked.
    pub(crate) file: File,
}

/// A plugin of any system, as its file describes it.
#[derive(Debug)]
pub(crate) struct Described {
    /// With exports.
    pub(crate) manifest: Manifest,
    pub(crate) format: Format,
    /// Where the file's seal stands: in the record of each plugin crate.
    pub(crate) seals: Vec<Range<u64>>,
    /// The file that was read.
    pub(crate) file: File,
}

/// What a file is read for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// The plugin's own record, if the file is for this system.
    Plugin,
    /// All records, whatever system the file is for.
    Everything,
}

/// A library, whatever its format.
struct Image<'a> {
    source: &'a Source<'a>,
    machine: Machine,
    /// Where the records of plugins are looked for, whatever the file is read for.
    plugins: Vec<Place>,
    /// And where, if there is none.
    otherwise: Vec<Place>,
    /// Where those of exports are, if they are wanted.
    exports: Vec<Place>,
}

/// Up to which size a section is read whole to see how it starts: if with the record of a plugin, the rest is needed.
const SHORT: u64 = 1024;

/// A part of a file that may hold notes.
#[derive(Clone, Copy)]
struct Place {
    offset: u64,
    size: u64,
    /// As in [`Chunk`], like the rest.
    align: usize,
    little_endian: bool,
    padded: bool,
}

impl Place {
    /// Whether `other` is a part of this.
    fn holds(&self, other: &Self) -> bool {
        let distance = other.offset.checked_sub(self.offset);
        let end = distance.and_then(|distance| distance.checked_add(other.size));
        end.is_some_and(|end| end <= self.size)
    }

    /// Whether the first note is the record of a plugin. They stand in a section of their own, or should.
    fn starts_with_plugin(&self, source: &Source<'_>) -> bool {
        // Most others are shorter than a seal, and not worth a call into the system.
        if self.size < manifest::SEAL_LEN as u64 + manifest::NOTE_START {
            return false;
        }
        let size = if self.size > SHORT { manifest::NOTE_START } else { self.size };
        let first = Self { size, ..*self };
        first.read(source).is_ok_and(|chunk| manifest::starts_with_plugin(&chunk))
    }

    fn read<'a>(&self, source: &'a Source<'a>) -> Result<Chunk<'a>, Fault> {
        let Self { offset, size, align, little_endian, padded } = *self;
        let bytes = source.read_bytes_at(offset, size).map_err(|()| {
            Fault::damaged(format!("its notes, {size} bytes at byte {offset}, cannot be read"))
        })?;
        Ok(Chunk { offset, bytes, align, little_endian, padded })
    }
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
pub(crate) fn check(path: &Path, settings: &Settings) -> Result<Checked, OpenError> {
    let Opened { file, len, id } = file::open(path)?;
    let parts = Parts::default();
    let source = source::new(file, len, &parts);
    let found = check_source(&source, settings);
    let (found, file) = conclude(path, source.into_inner(), found)?;
    if found.is_sealed() {
        seal::verify(&file, path, &found.seals)?;
    } else if settings.require_seal {
        return Err(OpenError::NotSealed { path: path.to_owned() });
    }
    Ok(Checked { id, plugin: found, file })
}

/// Reads what the file at `path` says of itself, for whatever system it is.
pub(crate) fn describe(path: &Path) -> Result<Described, OpenError> {
    let Opened { file, len, .. } = file::open(path)?;
    let parts = Parts::default();
    let source = source::new(file, len, &parts);
    let read = || {
        let format = format(&source)?;
        let image = image(&source, format, Wanted::Everything)?;
        let (own, plugins) = own_record(&image)?;
        let seals = seals(&own.record, &plugins);
        let records = records(&source, &image.exports)?;
        let exports = manifest::exports(&records.exports, &own.packages)
            .map_err(|(offset, error)| Fault::of_record(offset, error))?;
        Ok((Manifest::from(&own.fields).with_exports(exports), format, seals))
    };
    let found = read();
    let ((manifest, format, seals), file) = conclude(path, source.into_inner(), found)?;
    Ok(Described { manifest, format, seals, file })
}

/// Checks and describes a file that consists of `bytes`.
#[cfg(any(test, fuzzing))]
pub(crate) fn examine(bytes: &[u8]) {
    let parts = Parts::default();
    let source = source::of(bytes, &parts);
    let len = bytes.len() as u64;
    let checked = check_source(&source, &Settings::default());
    if let Ok(Found { name, record, seals, .. }) = &checked {
        assert!(!name.is_empty() && !record.is_empty());
        let is_seal =
            |it: &Range<u64>| it.end <= len && it.end - it.start == manifest::SEAL_LEN as u64;
        assert!(seals.iter().all(is_seal));
    }
    let image = format(&source).and_then(|format| image(&source, format, Wanted::Everything));
    let Ok(image) = image else { return };
    let described = own_record(&image);
    if let Ok((own, _)) = &described {
        assert!(own.record.offset + own.record.payload.len() as u64 <= len);
        // Its faults are told, not met.
        let records = records(&source, &image.exports).unwrap_or_default();
        let _ = manifest::exports(&records.exports, &own.packages);
    }
    if let Ok(found) = checked {
        let (own, plugins) = described.expect("what may be opened can be described");
        assert_eq!(found, self::found(&own, &plugins), "by the same record");
    }
}

/// Puts the path to a fault, unless the system's own error explains it.
fn conclude<T>(
    path: &Path,
    (file, error): (File, Option<io::Error>),
    found: Result<T, Fault>,
) -> Result<(T, File), OpenError> {
    match (found, error) {
        (Ok(found), _) => Ok((found, file)),
        (Err(_), Some(error)) => Err(unreadable(path, error)),
        (Err(fault), None) => Err(fault.at(path)),
    }
}

/// Whether the file at `path` defines `symbol` for others, without the decorations of its format.
pub(crate) fn defines(path: &Path, symbol: &str) -> bool {
    let Ok(Opened { file, len, .. }) = file::open(path) else { return false };
    let parts = Parts::default();
    let source = source::new(file, len, &parts);
    // In one piece: names are read one by one, and there may be many.
    let Ok(bytes) = (&source).read_bytes_at(0, len) else { return false };
    let names = object::File::parse(bytes).and_then(|file| {
        use object::Object as _;
        let exports = file.exports()?;
        let plain = |name: &[u8]| name.strip_prefix(b"_").unwrap_or(name) == symbol.as_bytes();
        Ok(exports.iter().any(|it| it.name() == symbol.as_bytes() || plain(it.name())))
    });
    names.unwrap_or(false)
}

/// What a check finds in the file of a plugin for this host.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) name: Arc<str>,
    pub(crate) root_symbol: String,
    /// The plugin's record as it is in memory, for comparison with what is loaded: not sealed.
    pub(crate) record: Box<[u8]>,
    /// Where the file's seal stands; empty, if it is not sealed.
    seals: Vec<Range<u64>>,
}

impl Found {
    pub(crate) fn is_sealed(&self) -> bool {
        !self.seals.is_empty()
    }
}

fn check_source(source: &Source<'_>, settings: &Settings) -> Result<Found, Fault> {
    let format = format(source)?;
    if format != FORMAT_OF_HOST {
        return Err(Fault::Format(format));
    }
    let image = image(source, format, Wanted::Plugin)?;
    let (own, plugins) = own_record(&image)?;
    check_fields(&own.fields, settings)?;
    Ok(found(&own, &plugins))
}

fn found(own: &Own<'_>, plugins: &[Record<'_>]) -> Found {
    let Own { fields, record, .. } = own;
    let mut found = Found {
        name: fields.name.into(),
        root_symbol: fields.root_symbol.to_owned(),
        record: record.payload.into(),
        seals: Vec::new(),
    };
    if fields.sealed {
        found.seals = seals(record, plugins);
        let place = manifest::seal_place(record.payload);
        if let Some(seal) = place.and_then(|place| found.record.get_mut(place)) {
            seal.fill(0);
        }
    }
    found
}

/// The format of the file, by its first bytes.
fn format(source: &Source<'_>) -> Result<Format, Fault> {
    let len = source.len().unwrap_or(0);
    let start = source
        .read_bytes_at(0, len.min(content::ENOUGH))
        .map_err(|()| Fault::damaged("it cannot be read"))?;
    content::format(start).map_err(Fault::NotALibrary)
}

/// Reads the file as a library.
fn image<'a>(source: &'a Source<'a>, format: Format, wanted: Wanted) -> Result<Image<'a>, Fault> {
    let image = match format {
        Format::Elf => elf::image(source, wanted)?,
        Format::MachO => macho::image(source)?,
        Format::Pe => pe::image(source)?,
    };
    if wanted == Wanted::Plugin && image.machine != Machine::HOST {
        return Err(Fault::Machine(image.machine));
    }
    Ok(image)
}

/// The record that speaks for the file, and those of all plugin crates in it.
fn own_record<'a>(image: &Image<'a>) -> Result<(Own<'a>, Vec<Record<'a>>), Fault> {
    let mut records = records(image.source, &image.plugins)?;
    if records.plugins.is_empty() {
        records = self::records(image.source, &image.otherwise)?;
    }
    match manifest::own(&records.plugins) {
        Ok(own) => Ok((own, records.plugins)),
        Err(OwnError::None) => {
            Err(Fault::NotAPlugin { rust: rust::is_compiled_by_rustc(image.source) })
        }
        Err(OwnError::Several(packages)) => Err(Fault::SeveralPlugins(packages)),
        Err(OwnError::Bad(offset, error)) => Err(Fault::of_record(offset, error)),
    }
}

fn records<'a>(source: &'a Source<'a>, places: &[Place]) -> Result<Records<'a>, Fault> {
    let mut records = Records::default();
    for place in places {
        manifest::records(place.read(source)?, &mut records)
            .map_err(|(offset, error)| Fault::of_record(offset, error))?;
    }
    Ok(records)
}

/// Where the file's seal stands: in its own record first, and in each other.
fn seals(own: &Record<'_>, plugins: &[Record<'_>]) -> Vec<Range<u64>> {
    let others = plugins.iter().filter(|other| other.offset != own.offset);
    let place = |record: &Record<'_>| {
        let place = manifest::seal_place(record.payload).unwrap_or_default();
        let at = |position: usize| record.offset.saturating_add(position as u64);
        at(place.start)..at(place.end)
    };
    [own].into_iter().chain(others).map(place).collect()
}

/// Checks what can be known of the plugin without its code.
fn check_fields(fields: &PluginFields<'_>, settings: &Settings) -> Result<(), Fault> {
    let abi = fields.abi();
    if abi.major != ABI_MAJOR {
        return Err(Fault::Abi(abi));
    }
    if fields.target != TARGET {
        return Err(Fault::Target(fields.target.to_owned()));
    }
    match settings.api.and_then(|api| fields.refusal(api)) {
        Some((expected, found)) => Err(Fault::Application { expected, found }),
        None => Ok(()),
    }
}
