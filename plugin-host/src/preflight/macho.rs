//! Mach-O files: macOS and its relatives, universal files included.

use object::macho::{
    FAT_MAGIC, FAT_MAGIC_64, FatArch32, FatArch64, MH_BUNDLE, MH_CORE, MH_DYLIB, MH_EXECUTE,
    MH_MAGIC_64, MH_OBJECT, MachHeader32, MachHeader64,
};
use object::read::ReadRef as _;
use object::read::macho::{FatArch, MachHeader, MachOFatFile, Section as _, Segment};
use object::{Endian as _, Endianness};
use plugin_core::manifest::MACHO_SECTION;

use super::fault::Fault;
use super::source::Source;
use super::{Image, Place};
use crate::error::{Content, Machine};

/// Reads a shared library, or this machine's part of a universal one.
pub(super) fn image<'a>(source: &'a Source<'a>) -> Result<Image<'a>, Fault> {
    let Ok(magic) = source.read_at::<object::U32Bytes<object::BigEndian>>(0) else {
        return Err(cut_off());
    };
    match magic.get(object::BigEndian) {
        FAT_MAGIC => part::<FatArch32>(source),
        FAT_MAGIC_64 => part::<FatArch64>(source),
        _ => at(source, 0, source.len().unwrap_or(0)),
    }
}

fn cut_off() -> Fault {
    Fault::damaged("its header is cut off or makes no sense")
}

/// The part of a universal file for this machine; any other if there is none.
fn part<'a, A: FatArch>(source: &'a Source<'a>) -> Result<Image<'a>, Fault> {
    let file = MachOFatFile::<A>::parse(source).map_err(|_| cut_off())?;
    let parts = || {
        file.arches().iter().map(|arch| {
            let (offset, size) = arch.file_range();
            at(source, offset, size)
        })
    };
    let fits = |part: &Result<Image<'_>, Fault>| {
        part.as_ref().is_ok_and(|image| image.machine == Machine::HOST)
    };
    parts().find(fits).or_else(|| parts().next()).unwrap_or_else(|| Err(cut_off()))
}

/// Reads the `size` bytes at `offset`.
fn at<'a>(source: &'a Source<'a>, offset: u64, size: u64) -> Result<Image<'a>, Fault> {
    let len = source.len().unwrap_or(0);
    if offset.checked_add(size).is_none_or(|end| end > len) {
        return Err(Fault::damaged(format!(
            "it has {size} bytes at byte {offset}, but the file has {len} bytes"
        )));
    }
    let Ok(magic) = source.read_at::<[u8; 4]>(offset) else { return Err(cut_off()) };
    let wide = [MH_MAGIC_64.to_be_bytes(), MH_MAGIC_64.to_le_bytes()];
    if wide.contains(magic) {
        MachO::<MachHeader64<Endianness>>::open(source, offset, size)?.image()
    } else {
        MachO::<MachHeader32<Endianness>>::open(source, offset, size)?.image()
    }
}

struct MachO<'a, H> {
    source: &'a Source<'a>,
    /// Position and size in the file.
    place: (u64, u64),
    header: &'a H,
    endian: Endianness,
}

impl<'a, H: MachHeader<Endian = Endianness>> MachO<'a, H> {
    fn open(source: &'a Source<'a>, offset: u64, size: u64) -> Result<Self, Fault> {
        let header = H::parse(source, offset).map_err(|_| cut_off())?;
        let endian = header.endian().unwrap_or_default();
        Ok(Self { source, place: (offset, size), header, endian })
    }

    fn image(&self) -> Result<Image<'a>, Fault> {
        let Self { header, endian, .. } = *self;
        match header.filetype(endian) {
            MH_DYLIB | MH_BUNDLE => {}
            MH_EXECUTE => return Err(Fault::NotALibrary(Content::Executable)),
            MH_OBJECT => return Err(Fault::NotALibrary(Content::Object)),
            MH_CORE => return Err(Fault::NotALibrary(Content::CoreDump)),
            other => return Err(Fault::damaged(format!("its header names type {other}"))),
        }
        let bits = if header.is_type_64() { 64 } else { 32 };
        let machine = Machine::macho(header.cputype(endian), bits, endian.is_little_endian());
        let places = self.segments()?;
        Ok(Image {
            source: self.source,
            machine,
            plugins: places.clone(),
            otherwise: Vec::new(),
            exports: places,
        })
    }

    /// Checks that every segment is inside the file, and finds the section that holds our notes.
    fn segments(&self) -> Result<Vec<Place>, Fault> {
        let Self { source, place: (start, len), header, endian } = *self;
        let broken = |_| Fault::damaged("its load commands are cut off or make no sense");
        let mut commands = header.load_commands(endian, source, start).map_err(broken)?;
        let mut places = Vec::new();
        while let Some(command) = commands.next().map_err(broken)? {
            let Some((segment, data)) = H::Segment::from_command(command).map_err(broken)? else {
                continue;
            };
            let (offset, size) = segment.file_range(endian);
            if offset.checked_add(size).is_none_or(|end| end > len) {
                let name = String::from_utf8_lossy(segment.name());
                return Err(Fault::damaged(format!(
                    "segment {name} has {size} bytes at byte {offset}, but the file has {len} bytes"
                )));
            }
            for section in segment.sections(endian, data).map_err(broken)? {
                let ours = MACHO_SECTION.split_once(',').is_some_and(|(segment, name)| {
                    section.segment_name() == segment.as_bytes()
                        && section.name() == name.as_bytes()
                });
                let range = section.file_range(endian).filter(|_| ours);
                let Some((offset, size)) = range else { continue };
                let offset = start.saturating_add(offset);
                let little_endian = endian.is_little_endian();
                places.push(Place { offset, size, align: 4, little_endian, padded: true });
            }
        }
        Ok(places)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use object::macho::{CPU_TYPE_ARM64, CPU_TYPE_X86_64, LC_SEGMENT_64};

    use super::*;
    use crate::preflight::source::{self, Parts};

    const HEADERS: u32 = 32 + 72 + 80;
    const CONTENTS: &[u8] = b"contents";
    const LEN: u32 = HEADERS + 8;

    fn name(text: &str) -> [u8; 16] {
        let mut name = [0; 16];
        name[..text.len()].copy_from_slice(text.as_bytes());
        name
    }

    /// A 64-bit little-endian library for `machine` that consists of its headers and one section.
    pub(in crate::preflight) fn library(machine: u32, contents: &[u8]) -> Vec<u8> {
        let len = contents.len() as u64;
        let (segment, section) = MACHO_SECTION.split_once(',').unwrap();
        let mut bytes = Vec::new();
        for word in [MH_MAGIC_64, machine, 0, MH_DYLIB, 1, 72 + 80, 0, 0, LC_SEGMENT_64, 72 + 80] {
            bytes.extend(word.to_le_bytes());
        }
        bytes.extend(name(segment));
        for word in [0, 0, 0, u64::from(HEADERS) + len] {
            bytes.extend(word.to_le_bytes());
        }
        for word in [0u32, 0, 1, 0] {
            bytes.extend(word.to_le_bytes());
        }
        bytes.extend(name(section));
        bytes.extend(name(segment));
        for word in [0, len] {
            bytes.extend(word.to_le_bytes());
        }
        for word in [HEADERS, 2, 0, 0, 0, 0, 0, 0] {
            bytes.extend(word.to_le_bytes());
        }
        bytes.extend(contents);
        bytes
    }

    #[test]
    fn the_section_of_a_library_is_found() {
        let parts = Parts::default();
        let source = source::of(&library(CPU_TYPE_ARM64, CONTENTS), &parts);
        let image = image(&source).unwrap();
        assert_eq!(image.machine.to_string(), "aarch64 (64-bit, little-endian)");
        let chunk = image.exports[0].read(&source).unwrap();
        assert_eq!((chunk.offset, chunk.bytes), (u64::from(HEADERS), CONTENTS));
    }

    #[test]
    fn the_part_of_a_universal_file_for_this_machine_is_found() {
        let mut bytes = vec![0; 64];
        for (place, word) in [
            FAT_MAGIC,
            2, // two parts
            CPU_TYPE_ARM64,
            0,
            64,
            LEN,
            3, // machine, submachine, place, size, alignment
            CPU_TYPE_X86_64,
            0,
            64 + LEN,
            LEN,
            3,
        ]
        .into_iter()
        .enumerate()
        {
            bytes[4 * place..4 * place + 4].copy_from_slice(&word.to_be_bytes());
        }
        bytes.extend(library(CPU_TYPE_ARM64, CONTENTS));
        bytes.extend(library(CPU_TYPE_X86_64, CONTENTS));
        let parts = Parts::default();
        let source = source::of(&bytes, &parts);
        let image = image(&source).unwrap();
        let second = Machine::HOST.name() == "x86_64";
        let start = if second { 64 + LEN } else { 64 };
        assert_eq!(image.exports[0].offset, u64::from(start + HEADERS));
    }

    #[test]
    fn every_truncation_is_damaged_and_every_other_type_is_named() {
        let bytes = library(CPU_TYPE_ARM64, CONTENTS);
        for len in 4..bytes.len() {
            let fault = image(&source::of(&bytes[..len], &Parts::default())).err().unwrap();
            assert!(matches!(fault, Fault::Damaged(_)), "{len}: {fault:?}");
        }
        for (kind, content) in [(MH_EXECUTE, Content::Executable), (MH_OBJECT, Content::Object)] {
            let mut bytes = bytes.clone();
            bytes[12..16].copy_from_slice(&kind.to_le_bytes());
            assert_eq!(
                image(&source::of(&bytes, &Parts::default())).err(),
                Some(Fault::NotALibrary(content))
            );
        }
    }
}
