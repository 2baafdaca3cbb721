//! ELF files: Linux, Android, the BSDs.
//!
//! The system's loader believes the program headers and the dynamic section, and dies of an error in
//! them. A linker says most of it twice, and in section headers again, so each is held against the
//! others here.

mod dynamic;
mod sections;
mod segments;

use object::elf::{
    ELFCLASS32, ELFCLASS64, ET_CORE, ET_DYN, ET_EXEC, ET_REL, FileHeader32, FileHeader64, PT_NOTE,
};
use object::read::ReadRef as _;
use object::read::elf::FileHeader;
use object::{Endian as _, Endianness};
use plugin_core::manifest::ELF_SECTION;

use self::sections::Sections;
use self::segments::Segments;
use super::Image;
use super::fault::Fault;
use super::source::Source;
use crate::error::{Content, Machine};
use crate::manifest::Chunk;

/// Position of the class in the file's header.
const CLASS: u64 = 4;

/// Reads a shared library, for the machine `only` if there is one.
pub(super) fn image<'a>(source: &'a Source, only: Option<&Machine>) -> Result<Image<'a>, Fault> {
    match source.read_bytes_at(CLASS, 1) {
        Ok([ELFCLASS32]) => Elf::<FileHeader32<Endianness>>::open(source)?.image(only),
        Ok([ELFCLASS64]) => Elf::<FileHeader64<Endianness>>::open(source)?.image(only),
        Ok([class]) => Err(Fault::damaged(format!("its header names class {class}"))),
        _ => Err(Fault::damaged("its header is cut off")),
    }
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

    fn image(&self, only: Option<&Machine>) -> Result<Image<'a>, Fault> {
        let Self { header, endian, .. } = *self;
        let bits = if header.is_type_64() { 64 } else { 32 };
        let machine = Machine::elf(header.e_machine(endian), bits, endian.is_little_endian());
        let kind = header.e_type(endian);
        match kind {
            ET_EXEC => return Err(Fault::NotALibrary(Content::Executable)),
            ET_REL => return Err(Fault::NotALibrary(Content::Object)),
            ET_CORE => return Err(Fault::NotALibrary(Content::CoreDump)),
            _ => {}
        }
        // First of all, because nothing else makes sense in a file of another class or byte order.
        if only.is_some_and(|only| machine != *only) {
            return Err(Fault::Machine(machine));
        }
        if kind != ET_DYN {
            return Err(Fault::damaged(format!("its header names type {kind}")));
        }
        let sections = Sections::read(self)?;
        let segments = Segments::read(self)?;
        dynamic::check(self, &segments, &sections)?;
        sections.check(&segments)?;

        let mut chunks = Vec::new();
        for segment in segments.of_kind(PT_NOTE) {
            let align = if segment.align == 8 { 8 } else { 4 };
            chunks.push(self.chunk(segment.offset, segment.file_size, align)?);
        }
        let further = sections.named(ELF_SECTION).map(|it| self.chunk(it.offset, it.size, 4));
        Ok(Image { machine, chunks, further: further.transpose()?.into_iter().collect() })
    }

    fn chunk(&self, offset: u64, size: u64, align: usize) -> Result<Chunk<'a>, Fault> {
        let bytes = self.source.read_bytes_at(offset, size).map_err(|()| {
            Fault::damaged(format!("its notes, {size} bytes at byte {offset}, cannot be read"))
        })?;
        let little_endian = self.endian.is_little_endian();
        Ok(Chunk { offset, bytes, align, little_endian, padded: false })
    }
}
