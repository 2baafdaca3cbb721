//! ELF files: Linux, Android, the BSDs.

use object::elf::{
    DF_1_PIE, DT_FLAGS_1, ELFCLASS32, ELFCLASS64, ET_CORE, ET_DYN, ET_EXEC, ET_REL, FileHeader32,
    FileHeader64, PT_DYNAMIC, PT_LOAD, PT_NOTE,
};
use object::read::ReadRef as _;
use object::read::elf::{Dyn as _, FileHeader, ProgramHeader as _, SectionHeader as _};
use object::{Endian as _, Endianness};
use plugin_core::manifest::ELF_SECTION;

use super::Image;
use super::fault::Fault;
use super::source::Source;
use crate::error::{Content, Machine};
use crate::manifest::Chunk;

/// Position of the class in the file's header.
const CLASS: u64 = 4;

/// Reads a shared library.
pub(super) fn image(source: &Source) -> Result<Image<'_>, Fault> {
    match source.read_bytes_at(CLASS, 1) {
        Ok([ELFCLASS32]) => Elf::<FileHeader32<Endianness>>::open(source)?.image(),
        Ok([ELFCLASS64]) => Elf::<FileHeader64<Endianness>>::open(source)?.image(),
        Ok([class]) => Err(Fault::damaged(format!("its header names class {class}"))),
        _ => Err(Fault::damaged("its header is cut off")),
    }
}

/// Finds the section that holds our notes.
fn sections(source: &Source) -> Vec<Chunk<'_>> {
    let chunks = match source.read_bytes_at(CLASS, 1) {
        Ok([ELFCLASS32]) => Elf::<FileHeader32<Endianness>>::open(source).map(|elf| elf.sections()),
        _ => Elf::<FileHeader64<Endianness>>::open(source).map(|elf| elf.sections()),
    };
    chunks.unwrap_or_default()
}

struct Elf<'a, H: FileHeader> {
    source: &'a Source,
    header: &'a H,
    endian: Endianness,
}

impl<'a, H: FileHeader<Endian = Endianness>> Elf<'a, H> {
    fn open(source: &'a Source) -> Result<Self, Fault> {
        let header = H::parse(source)
            .map_err(|_| Fault::damaged("its header is cut off or makes no sense"))?;
        let endian = header.endian().unwrap_or_default();
        Ok(Self { source, header, endian })
    }

    fn image(&self) -> Result<Image<'a>, Fault> {
        let Self { header, endian, .. } = *self;
        match header.e_type(endian) {
            ET_DYN => {}
            ET_EXEC => return Err(Fault::NotALibrary(Content::Executable)),
            ET_REL => return Err(Fault::NotALibrary(Content::Object)),
            ET_CORE => return Err(Fault::NotALibrary(Content::CoreDump)),
            other => return Err(Fault::damaged(format!("its header names type {other}"))),
        }
        self.check_end()?;
        let bits = if header.is_type_64() { 64 } else { 32 };
        let little_endian = endian.is_little_endian();
        Ok(Image {
            machine: Machine::elf(header.e_machine(endian), bits, little_endian),
            chunks: self.segments()?,
            further: sections,
        })
    }

    /// Linkers put the section headers last, so that a file that has lost its end has lost them.
    fn check_end(&self) -> Result<(), Fault> {
        let Self { source, header, endian } = *self;
        let start: u64 = header.e_shoff(endian).into();
        let size = u64::from(header.e_shnum(endian)) * u64::from(header.e_shentsize(endian));
        let len = source.len().unwrap_or(0);
        if start.checked_add(size).is_none_or(|end| end > len) {
            return Err(Fault::damaged(format!(
                "its section headers are at byte {start}, but the file has {len} bytes"
            )));
        }
        Ok(())
    }

    /// Checks that every segment is inside the file, and lists those that hold notes.
    fn segments(&self) -> Result<Vec<Chunk<'a>>, Fault> {
        let Self { source, header, endian } = *self;
        let segments = header
            .program_headers(endian, source)
            .map_err(|_| Fault::damaged("its program headers are cut off or make no sense"))?;
        let len = source.len().unwrap_or(0);
        let (mut chunks, mut loads, mut dynamic) = (Vec::new(), 0, None);
        for (index, segment) in segments.iter().enumerate() {
            let (offset, size) = segment.file_range(endian);
            let kind = segment.p_type(endian);
            if matches!(kind, PT_LOAD | PT_DYNAMIC | PT_NOTE)
                && offset.checked_add(size).is_none_or(|end| end > len)
            {
                return Err(Fault::damaged(format!(
                    "segment {index} has {size} bytes at byte {offset}, but the file has {len} \
                     bytes"
                )));
            }
            match kind {
                PT_LOAD => {
                    if segment.p_memsz(endian).into() < size {
                        let reason = format!("segment {index} is larger than its memory");
                        return Err(Fault::damaged(reason));
                    }
                    loads += 1;
                }
                PT_DYNAMIC => dynamic = Some(segment),
                PT_NOTE => chunks.push(Chunk {
                    offset,
                    bytes: source.read_bytes_at(offset, size).unwrap_or_default(),
                    align: if segment.p_align(endian).into() == 8 { 8 } else { 4 },
                    little_endian: endian.is_little_endian(),
                    padded: false,
                }),
                _ => {}
            }
        }
        let dynamic = dynamic.filter(|_| loads > 0).ok_or_else(|| {
            Fault::damaged("it has nothing to load, as a file of debug information has")
        })?;
        self.check_is_library(dynamic)?;
        Ok(chunks)
    }

    /// Programs are of the same type as libraries, and marked in their dynamic section.
    fn check_is_library(&self, dynamic: &H::ProgramHeader) -> Result<(), Fault> {
        let entries = dynamic
            .dynamic(self.endian, self.source)
            .map_err(|_| Fault::damaged("its dynamic section makes no sense"))?
            .unwrap_or_default();
        let is_program = entries.iter().any(|entry| {
            entry.tag32(self.endian) == Some(DT_FLAGS_1)
                && entry.d_val(self.endian).into() & u64::from(DF_1_PIE) != 0
        });
        if is_program { Err(Fault::NotALibrary(Content::Executable)) } else { Ok(()) }
    }

    fn sections(&self) -> Vec<Chunk<'a>> {
        let Self { source, header, endian } = *self;
        let Ok(sections) = header.sections(endian, source) else { return Vec::new() };
        let Some((_, section)) = sections.section_by_name(endian, ELF_SECTION.as_bytes()) else {
            return Vec::new();
        };
        let Ok(bytes) = section.data(endian, source) else { return Vec::new() };
        let offset = section.sh_offset(endian).into();
        vec![Chunk {
            offset,
            bytes,
            align: 4,
            little_endian: endian.is_little_endian(),
            padded: false,
        }]
    }
}
