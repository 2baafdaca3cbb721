//! The section headers, which the system's loader does not read: a second description of what is in
//! the segments. A library may do without.

use std::borrow::Cow;
use std::cell::OnceCell;

use object::elf::{
    PF_W, PF_X, PT_GNU_RELRO, SHF_ALLOC, SHF_EXECINSTR, SHF_TLS, SHF_WRITE, SHT_NOBITS, SHT_NOTE,
    SHT_NULL,
};
use object::read::ReadRef as _;
use object::read::elf::{FileHeader, SectionHeader as _};

use super::Elf;
use super::segments::{Segment, Segments, damaged, is_within};
use crate::preflight::fault::Fault;
use crate::preflight::source::Source;

/// The section that is found by a segment of its own.
const UNWINDING: &[u8] = b".eh_frame_hdr";

/// How much of a name is looked at; those that are sought are shorter.
const NAME_MAX: usize = 100;

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
pub(super) struct Sections<'a, H: FileHeader> {
    source: &'a Source<'a>,
    endian: H::Endian,
    headers: &'a [H::SectionHeader],
    /// Where those start that are loaded, and where they end.
    bounds: Vec<(u64, u64)>,
    /// Where the names are, and what they are once they are asked for: most libraries can be checked without.
    names: ((u64, u64), OnceCell<&'a [u8]>),
    /// Where the program headers are.
    program_headers: (u64, u64),
}

impl<'a, H: FileHeader> Sections<'a, H> {
    pub(super) fn read(elf: &Elf<'a, H>) -> Result<Self, Fault> {
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
        if headers.first().is_some_and(|first| first.sh_type(endian) != SHT_NULL) {
            return Err(Fault::damaged("its section headers make no sense"));
        }
        let names = if headers.is_empty() {
            (0, 0)
        } else {
            let index = header.section_strings_index(endian, source).map_err(broken)?;
            let place = headers.get(index.0);
            place
                .map(|it| (it.sh_offset(endian).into(), it.sh_size(endian).into()))
                .filter(|place| is_within(*place, (0, len)))
                .ok_or_else(no_names)?
        };
        let size = u64::from(header.e_phnum(endian)) * u64::from(header.e_phentsize(endian));
        let program_headers = (header.e_phoff(endian).into(), size);
        let bounds = Vec::with_capacity(headers.len());
        let mut sections = Self {
            source,
            endian,
            headers,
            bounds,
            names: (names, OnceCell::new()),
            program_headers,
        };
        let loaded = sections.all().filter(|section| section.has(SHF_ALLOC));
        let bounds = loaded.map(|section| (section.address, section.end()));
        sections.bounds.extend(bounds);
        Ok(sections)
    }

    fn all(&self) -> impl Iterator<Item = Section> + Clone + use<'a, H> {
        let endian = self.endian;
        self.headers.iter().enumerate().map(move |(index, header)| Section {
            index,
            name: header.sh_name(endian),
            kind: header.sh_type(endian),
            flags: header.sh_flags(endian).into(),
            address: header.sh_addr(endian).into(),
            offset: header.sh_offset(endian).into(),
            size: header.sh_size(endian).into(),
            align: header.sh_addralign(endian).into(),
        })
    }

    /// The sections of that name.
    pub(super) fn named(&self, name: &[u8]) -> Result<Vec<Section>, Fault> {
        let mut named = Vec::new();
        for section in self.all().skip(1) {
            if self.name(&section)? == name {
                named.push(section);
            }
        }
        Ok(named)
    }

    /// The sections that hold notes.
    pub(super) fn notes(&self) -> impl Iterator<Item = Section> {
        self.all().filter(|section| section.kind == SHT_NOTE)
    }

    /// Whether a part of memory that starts at `address` and has `size` bytes, if they are known,
    /// starts where a section does and ends where one does.
    pub(super) fn bound(&self, address: u64, size: Option<u64>) -> bool {
        let end = size.map(|size| address.saturating_add(size));
        self.headers.is_empty()
            || self.bounds.iter().any(|(start, _)| *start == address)
                && end.is_none_or(|sought| self.bounds.iter().any(|(_, end)| *end == sought))
    }

    /// Checks that the segments hold every section as it must be held.
    pub(super) fn check(&self, segments: &Segments) -> Result<(), Fault> {
        let (headers, headers_size) = self.program_headers;
        let headers_end = headers.saturating_add(headers_size);
        let mut thread_local = ThreadLocal::default();
        for section in self.all().skip(1) {
            let in_file = section.kind != SHT_NOBITS && section.size > 0;
            let end = section.offset.saturating_add(section.size);
            if in_file && section.offset < headers_end && headers < end {
                return Err(self.damaged(&section, "is where the program headers are"));
            }
            if section.has(SHF_ALLOC) {
                if section.has(SHF_TLS) {
                    thread_local.add(&section);
                }
                if section.size > 0 {
                    self.check_loaded(&section, segments)?;
                }
            }
        }
        if !self.headers.is_empty() {
            thread_local.check(segments)?;
        }
        match &segments.unwinding {
            Some(segment) if self.bound(segment.address, Some(segment.file_size)) => {}
            Some(segment) => return Err(damaged(segment, "is no section")),
            None => {
                if let Some(section) = self.named(UNWINDING)?.first() {
                    return Err(self.damaged(section, "is in no segment of its own"));
                }
            }
        }
        segments.of_kind(PT_GNU_RELRO).try_for_each(|relro| self.check_read_only(relro, segments))
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

    /// Checks that what becomes read-only after relocation is not what a program writes to.
    fn check_read_only(&self, relro: &Segment, segments: &Segments) -> Result<(), Fault> {
        // Some linkers load it apart from the rest, and say the same twice; others are asked for names.
        let mut written = segments.loads().filter(|load| load.flags & PF_W != 0);
        let same =
            |load: &Segment| (load.address, load.memory_size) == (relro.address, relro.memory_size);
        if written.next().is_some_and(same) && written.next().is_some() {
            return Ok(());
        }
        let end = relro.address.saturating_add(relro.memory_size);
        for section in self.all().filter(|it| it.has(SHF_ALLOC) && it.size > 0) {
            let name = self.name(&section)?;
            let written = [&b".data"[..], b".bss"].iter().any(|kind| {
                name.strip_prefix(*kind).is_some_and(|rest| {
                    rest.is_empty() || rest.starts_with(b".") && !rest.starts_with(b".rel.ro")
                })
            });
            if written && section.address < end && relro.address < section.end() {
                return Err(self.damaged(&section, "would become read-only"));
            }
        }
        Ok(())
    }

    fn name(&self, section: &Section) -> Result<&'a [u8], Fault> {
        let ((offset, size), names) = &self.names;
        let names = if let Some(names) = names.get() {
            names
        } else {
            let read = self.source.read_bytes_at(*offset, *size).map_err(|()| no_names())?;
            *names.get_or_init(|| read)
        };
        let start = usize::try_from(section.name).unwrap_or(usize::MAX);
        let rest = names.get(start..).unwrap_or_default();
        let rest = &rest[..rest.len().min(NAME_MAX)];
        Ok(rest.split(|byte| *byte == 0).next().unwrap_or_default())
    }

    #[cold]
    fn damaged(&self, section: &Section, what: &str) -> Fault {
        let name: Cow<'_, str> = match self.name(section) {
            Ok([]) | Err(_) => section.index.to_string().into(),
            Ok(name) => String::from_utf8_lossy(name),
        };
        Fault::damaged(format!("section {name} {what}"))
    }
}

/// The sections of what every thread has its own of.
#[derive(Default)]
struct ThreadLocal {
    /// Where the first starts; `None`, if there is none.
    start: Option<u64>,
    end: u64,
    /// Where the last ends whose initial content stands in the file.
    data_end: u64,
    align: u64,
}

impl ThreadLocal {
    fn add(&mut self, section: &Section) {
        self.start = Some(self.start.map_or(section.address, |start| start.min(section.address)));
        self.end = self.end.max(section.end());
        self.align = self.align.max(section.align);
        if section.kind != SHT_NOBITS {
            self.data_end = self.data_end.max(section.end());
        }
    }

    /// Checks that the segment for them holds just these.
    fn check(&self, segments: &Segments) -> Result<(), Fault> {
        let (start, segment) = match (self.start, &segments.thread_local) {
            (None, None) => return Ok(()),
            (None, Some(segment)) => {
                return Err(damaged(segment, "is thread-local, and no section is"));
            }
            (Some(_), None) => {
                return Err(Fault::damaged("its thread-local sections are in no segment"));
            }
            (Some(start), Some(segment)) => (start, segment),
        };
        let align = self.align.max(1);
        let rounded = self.end.checked_next_multiple_of(align).unwrap_or(self.end);
        let fits = segment.address == start
            && segment.file_size == self.data_end.saturating_sub(start)
            && segment.align.max(1) == align
            // Some linkers round up the size.
            && (self.end..=rounded).contains(&start.saturating_add(segment.memory_size));
        if fits { Ok(()) } else { Err(damaged(segment, "is not its thread-local sections")) }
    }
}

#[cold]
fn no_names() -> Fault {
    Fault::damaged("the names of its sections cannot be read")
}
