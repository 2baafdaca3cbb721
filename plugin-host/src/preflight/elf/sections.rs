//! The section headers, which the system's loader does not read: a second description of what is in
//! the segments. A library may do without.

use std::borrow::Cow;

use object::Endianness;
use object::elf::{
    PF_W, PF_X, PT_GNU_RELRO, SHF_ALLOC, SHF_EXECINSTR, SHF_TLS, SHF_WRITE, SHT_NOBITS, SHT_NULL,
};
use object::read::ReadRef as _;
use object::read::elf::{FileHeader, SectionHeader as _};

use super::Elf;
use super::segments::{Segment, Segments, damaged, is_within};
use crate::preflight::fault::Fault;

/// The section that is found by a segment of its own.
const UNWINDING: &str = ".eh_frame_hdr";

/// A section header.
#[derive(Clone, Copy, Debug)]
pub(super) struct Section {
    index: usize,
    /// Position in the table of names.
    name: u32,
    kind: u32,
    flags: u64,
    address: u64,
    pub(super) offset: u64,
    pub(super) size: u64,
    align: u64,
}

impl Section {
    fn has(&self, flag: u32) -> bool {
        self.flags & u64::from(flag) != 0
    }

    fn end(&self) -> u64 {
        self.address.saturating_add(self.size)
    }
}

/// All section headers of a library; none, if it was stripped of them.
pub(super) struct Sections<'a> {
    all: Vec<Section>,
    names: &'a [u8],
    /// Where the program headers are.
    program_headers: (u64, u64),
}

impl<'a> Sections<'a> {
    pub(super) fn read<H: FileHeader<Endian = Endianness>>(
        elf: &Elf<'a, H>,
    ) -> Result<Self, Fault> {
        let Elf { source, header, endian } = *elf;
        // Linkers put the section headers last, so that a file that has lost its end has lost them.
        let start: u64 = header.e_shoff(endian).into();
        let size = u64::from(header.e_shnum(endian)) * u64::from(header.e_shentsize(endian));
        let len = source.len().unwrap_or(0);
        if !is_within((start, size), (0, len)) {
            return Err(Fault::damaged(format!(
                "its section headers are at byte {start}, but the file has {len} bytes"
            )));
        }
        let broken = |_| Fault::damaged("its section headers make no sense");
        let headers = header.section_headers(endian, source).map_err(broken)?;
        let all = headers.iter().enumerate().map(|(index, header)| Section {
            index,
            name: header.sh_name(endian),
            kind: header.sh_type(endian),
            flags: header.sh_flags(endian).into(),
            address: header.sh_addr(endian).into(),
            offset: header.sh_offset(endian).into(),
            size: header.sh_size(endian).into(),
            align: header.sh_addralign(endian).into(),
        });
        let all: Vec<Section> = all.collect();
        if all.first().is_some_and(|first| first.kind != SHT_NULL) {
            return Err(Fault::damaged("its section headers make no sense"));
        }
        let names = if all.is_empty() {
            &[][..]
        } else {
            let index = header.section_strings_index(endian, source).map_err(broken)?;
            all.get(index.0)
                .and_then(|it| source.read_bytes_at(it.offset, it.size).ok())
                .ok_or_else(|| Fault::damaged("the names of its sections cannot be read"))?
        };
        let size = u64::from(header.e_phnum(endian)) * u64::from(header.e_phentsize(endian));
        Ok(Self { all, names, program_headers: (header.e_phoff(endian).into(), size) })
    }

    /// The section of that name; `None` if there are several, of which none is to be preferred.
    pub(super) fn named(&self, name: &str) -> Option<&Section> {
        let mut named = self.all.iter().filter(|section| self.name(section) == name.as_bytes());
        named.next().filter(|_| named.next().is_none())
    }

    /// Whether a part of memory that starts at `address` and has `size` bytes, if they are known,
    /// starts where a section does and ends where one does.
    pub(super) fn bound(&self, address: u64, size: Option<u64>) -> bool {
        let loaded = || self.all.iter().filter(|section| section.has(SHF_ALLOC));
        let end = size.map(|size| address.saturating_add(size));
        self.all.is_empty()
            || loaded().any(|section| section.address == address)
                && end.is_none_or(|end| loaded().any(|section| section.end() == end))
    }

    /// Checks that the segments hold every section as it must be held.
    pub(super) fn check(&self, segments: &Segments) -> Result<(), Fault> {
        let (headers, headers_size) = self.program_headers;
        let headers_end = headers.saturating_add(headers_size);
        for section in self.all.iter().skip(1) {
            let in_file = section.kind != SHT_NOBITS && section.size > 0;
            if in_file && section.offset < headers_end && headers < section.offset + section.size {
                return Err(self.damaged(section, "is where the program headers are"));
            }
            if section.has(SHF_ALLOC) && section.size > 0 {
                self.check_loaded(section, segments)?;
            }
        }
        self.check_thread_local(segments)?;
        if let Some(section) = self.named(UNWINDING)
            && segments.unwinding.is_none_or(|it| it.address != section.address)
        {
            return Err(self.damaged(section, "is in no segment of its own"));
        }
        segments.of_kind(PT_GNU_RELRO).try_for_each(|relro| self.check_read_only(relro))
    }

    fn check_loaded(&self, section: &Section, segments: &Segments) -> Result<(), Fault> {
        let Section { offset, address, size, .. } = *section;
        let is_zero = section.kind == SHT_NOBITS;
        // Every thread has its own, which begins as zeros.
        if is_zero && section.has(SHF_TLS) {
            return Ok(());
        }
        let holder = segments.loads().find(|load| {
            if is_zero { load.holds(address, size) } else { load.maps(offset, address, size) }
        });
        let Some(load) = holder else {
            return Err(self.damaged(section, "is not loaded by any segment"));
        };
        if is_zero && address < load.address + load.file_size {
            return Err(self.damaged(section, "is to be zeros, and is loaded from the file"));
        }
        for (flag, permission, what) in [
            (SHF_WRITE, PF_W, "is written to, and its segment is read-only"),
            (SHF_EXECINSTR, PF_X, "is code, and its segment is not executable"),
        ] {
            if section.has(flag) && load.flags & permission == 0 {
                return Err(self.damaged(section, what));
            }
        }
        Ok(())
    }

    /// Checks that the segment of what every thread has its own of holds just these sections.
    fn check_thread_local(&self, segments: &Segments) -> Result<(), Fault> {
        let sections = || self.all.iter().filter(|it| it.has(SHF_TLS) && it.has(SHF_ALLOC));
        let (Some(start), Some(end), Some(align)) = (
            sections().map(|section| section.address).min(),
            sections().map(Section::end).max(),
            sections().map(|section| section.align).max(),
        ) else {
            let unneeded = segments.thread_local.filter(|_| !self.all.is_empty());
            let what = "is thread-local, and no section is";
            return unneeded.map_or(Ok(()), |segment| Err(damaged(&segment, what)));
        };
        let Some(segment) = segments.thread_local else {
            return Err(Fault::damaged("its thread-local sections are in no segment"));
        };
        let data = sections().filter(|section| section.kind != SHT_NOBITS);
        let data_end = data.map(Section::end).max().unwrap_or(start);
        let fits = segment.address == start
            && segment.file_size == data_end - start
            && segment.align.max(1) == align.max(1)
            // Some linkers round up the size.
            && (end..=end.next_multiple_of(align.max(1))).contains(&(start + segment.memory_size));
        if fits { Ok(()) } else { Err(damaged(&segment, "is not its thread-local sections")) }
    }

    /// Checks that what becomes read-only after relocation is not what a program writes to.
    fn check_read_only(&self, relro: &Segment) -> Result<(), Fault> {
        let end = relro.address.saturating_add(relro.memory_size);
        for section in self.all.iter().filter(|it| it.has(SHF_ALLOC) && it.size > 0) {
            let name = self.name(section);
            let written = [&b".data"[..], b".bss"].iter().any(|kind| {
                name.strip_prefix(*kind).is_some_and(|rest| {
                    rest.is_empty() || rest.starts_with(b".") && !rest.starts_with(b".rel.ro")
                })
            });
            if written && section.address < end && relro.address < section.end() {
                return Err(self.damaged(section, "would become read-only"));
            }
        }
        Ok(())
    }

    fn name(&self, section: &Section) -> &'a [u8] {
        let start = usize::try_from(section.name).unwrap_or(usize::MAX);
        let rest = self.names.get(start..).unwrap_or_default();
        rest.split(|byte| *byte == 0).next().unwrap_or_default()
    }

    fn damaged(&self, section: &Section, what: &str) -> Fault {
        let name: Cow<'_, str> = match self.name(section) {
            [] => section.index.to_string().into(),
            name => String::from_utf8_lossy(name),
        };
        Fault::damaged(format!("section {name} {what}"))
    }
}
