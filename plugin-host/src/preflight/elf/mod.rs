//! ELF files: Linux, Android, the BSDs.
//!
//! The system's loader believes the program headers and the dynamic section, and dies of an error in
//! them. A linker says most of it twice, and in section headers again, so each is held against the
//! others here.

mod dynamic;
mod sections;
mod segments;

use object::elf::{
    ELFCLASS32, ELFCLASS64, ELFDATA2LSB, ET_CORE, ET_DYN, ET_EXEC, ET_REL, FileHeader32,
    FileHeader64, PT_NOTE,
};
use object::read::ReadRef as _;
use object::read::elf::FileHeader;
use object::{Endian as _, Endianness, LittleEndian};
use plugin_core::manifest::{ELF_EXPORTS_SECTION, ELF_SECTION};

use self::sections::{Section, Sections};
use self::segments::{Segment, Segments};
use super::fault::Fault;
use super::source::Source;
use super::{Image, Place, Wanted};
use crate::error::{Content, Machine};

/// Most sections, and most segments, of notes: those of a linker are fewer than ten.
const NOTES_MAX: usize = 1000;

/// Position of the class in the file's header; the byte order follows.
const CLASS: u64 = 4;

/// Reads a shared library.
pub(super) fn image<'a>(source: &'a Source<'a>, wanted: Wanted) -> Result<Image<'a>, Fault> {
    match source.read_bytes_at(CLASS, 2) {
        // Most often; so that nothing asks for the byte order again.
        Ok([ELFCLASS64, ELFDATA2LSB]) => {
            Elf::<FileHeader64<LittleEndian>>::open(source)?.image(wanted)
        }
        Ok([ELFCLASS64, _]) => Elf::<FileHeader64<Endianness>>::open(source)?.image(wanted),
        Ok([ELFCLASS32, _]) => Elf::<FileHeader32<Endianness>>::open(source)?.image(wanted),
        Ok([class, _]) => Err(Fault::damaged(format!("its header names class {class}"))),
        _ => Err(Fault::damaged("its header is cut off")),
    }
}

struct Elf<'a, H: FileHeader> {
    source: &'a Source<'a>,
    header: &'a H,
    endian: H::Endian,
}

impl<'a, H: FileHeader> Elf<'a, H> {
    fn open(source: &'a Source<'a>) -> Result<Self, Fault> {
        let header = H::parse(source)
            .map_err(|_| Fault::damaged("its header is cut off or makes no sense"))?;
        let endian = header.endian().unwrap_or_default();
        Ok(Self { source, header, endian })
    }

    fn image(&self, wanted: Wanted) -> Result<Image<'a>, Fault> {
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
        if wanted == Wanted::Plugin && machine != Machine::HOST {
            return Err(Fault::Machine(machine));
        }
        if kind != ET_DYN {
            return Err(Fault::damaged(format!("its header names type {kind}")));
        }
        let sections = Sections::read(self)?;
        let segments = Segments::read(self)?;
        dynamic::check(self, &segments, &sections)?;
        sections.check(&segments)?;

        let mut image = Image {
            source: self.source,
            machine,
            plugins: Vec::new(),
            otherwise: Vec::new(),
            exports: Vec::new(),
        };
        self.find_notes(&mut image, wanted, &segments, &sections)?;
        Ok(image)
    }

    /// Finds where notes of plugins are looked for, and those of exports, if they are wanted.
    fn find_notes(
        &self,
        image: &mut Image<'_>,
        wanted: Wanted,
        segments: &Segments,
        sections: &Sections<'_, H>,
    ) -> Result<(), Fault> {
        let place = |offset, size, align| {
            let little_endian = self.endian.is_little_endian();
            Place { offset, size, align, little_endian, padded: false }
        };
        let of_section = |it: Section| place(it.offset, it.size, 4);
        let of_segment =
            |it: &Segment| place(it.offset, it.file_size, if it.align == 8 { 8 } else { 4 });
        let notes = || sections.notes().map(of_section);
        let segments: Vec<Place> = segments.of_kind(PT_NOTE).map(of_segment).collect();
        let (section_count, segment_count) = (notes().count(), segments.len());
        if section_count.max(segment_count) > NOTES_MAX {
            return Err(Fault::damaged(format!(
                "it has {section_count} sections and {segment_count} segments of notes, more than {NOTES_MAX}",
            )));
        }
        let is_held = |section: &Place| segments.iter().any(|segment| segment.holds(section));
        // What the segments do not hold, a tool left behind when it moved them, or a compiler did not mark as notes.
        let left = |name: &str| {
            let named = sections.named(name.as_bytes())?;
            Ok(named.into_iter().map(of_section).filter(|it| !is_held(it)).collect::<Vec<Place>>())
        };
        // The segments hold the notes of every export, too.
        let is_alone = |it: &Place| is_held(it) && it.starts_with_plugin(self.source);
        image.plugins.extend(notes().filter(is_alone));
        if wanted == Wanted::Everything {
            image.exports = [segments.clone(), left(ELF_EXPORTS_SECTION)?].concat();
        }
        if image.plugins.is_empty() {
            image.otherwise = left(ELF_SECTION)?;
            image.plugins = segments;
        }
        Ok(())
    }
}
