//! The program headers: what the system's loader maps into memory.

use object::elf::{
    PF_R, PF_W, PT_DYNAMIC, PT_GNU_EH_FRAME, PT_GNU_PROPERTY, PT_GNU_RELRO, PT_LOAD, PT_NOTE,
    PT_PHDR, PT_TLS,
};
use object::read::ReadRef as _;
use object::read::elf::{FileHeader, ProgramHeader as _};

use super::Elf;
use crate::preflight::fault::Fault;

/// A program header.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    pub(super) index: usize,
    pub(super) kind: u32,
    pub(super) flags: u32,
    pub(super) offset: u64,
    pub(super) address: u64,
    pub(super) file_size: u64,
    pub(super) memory_size: u64,
    pub(super) align: u64,
}

impl Segment {
    /// Whether the part of the file from `offset` on is loaded to `address`.
    pub(super) fn maps(&self, offset: u64, address: u64, size: u64) -> bool {
        self.holds_in_file(address, size)
            && offset.checked_sub(self.offset) == address.checked_sub(self.address)
    }

    /// Whether these addresses get bytes of the file.
    pub(super) fn holds_in_file(&self, address: u64, size: u64) -> bool {
        is_within((address, size), (self.address, self.file_size))
    }

    /// Whether these addresses are this segment's.
    pub(super) fn holds(&self, address: u64, size: u64) -> bool {
        is_within((address, size), (self.address, self.memory_size))
    }
}

/// Whether a part is within a whole, each a start and a size.
pub(super) fn is_within((start, size): (u64, u64), (whole, whole_size): (u64, u64)) -> bool {
    start
        .checked_sub(whole)
        .and_then(|distance| distance.checked_add(size))
        .is_some_and(|end| end <= whole_size)
}

/// All program headers of a library.
pub(super) struct Segments {
    /// Those that are loaded come first.
    all: Vec<Segment>,
    loads: usize,
    pub(super) dynamic: Segment,
    pub(super) thread_local: Option<Segment>,
    /// What is needed to unwind.
    pub(super) unwinding: Option<Segment>,
}

impl Segments {
    /// Reads the program headers and checks each by itself and against the others.
    pub(super) fn read<H: FileHeader>(elf: &Elf<'_, H>) -> Result<Self, Fault> {
        let Elf { source, header, endian } = *elf;
        let headers = header
            .program_headers(endian, source)
            .map_err(|_| Fault::damaged("its program headers are cut off or make no sense"))?;
        let all = headers.iter().enumerate().map(|(index, header)| Segment {
            index,
            kind: header.p_type(endian),
            flags: header.p_flags(endian),
            offset: header.p_offset(endian).into(),
            address: header.p_vaddr(endian).into(),
            file_size: header.p_filesz(endian).into(),
            memory_size: header.p_memsz(endian).into(),
            align: header.p_align(endian).into(),
        });
        let of = |is_load| all.clone().filter(move |it: &Segment| (it.kind == PT_LOAD) == is_load);
        let mut segments = Vec::with_capacity(headers.len());
        segments.extend(of(true));
        let loads = segments.len();
        segments.extend(of(false));
        let (loaded, others) = segments.split_at(loads);
        let len = source.len().unwrap_or(0);
        let mut end = 0;
        for segment in loaded {
            check_load(segment, len)?;
            if segment.address < end {
                return Err(damaged(segment, "overlaps the one before it"));
            }
            end = segment.address.saturating_add(segment.memory_size);
        }
        let dynamic = only(others, PT_DYNAMIC)?.filter(|_| end > 0).ok_or_else(|| {
            Fault::damaged("it has nothing to load, as a file of debug information has")
        })?;
        let (thread_local, unwinding) = (only(others, PT_TLS)?, only(others, PT_GNU_EH_FRAME)?);
        let segments = Self { all: segments, loads, dynamic, thread_local, unwinding };
        for segment in segments.others() {
            segments.check_place(segment, header.e_phoff(endian).into())?;
        }
        Ok(segments)
    }

    /// The segments of one kind, but for those that are loaded.
    pub(super) fn of_kind(&self, kind: u32) -> impl Iterator<Item = &Segment> {
        self.others().iter().filter(move |segment| segment.kind == kind)
    }

    /// The segments that are loaded.
    pub(super) fn loads(&self) -> impl Iterator<Item = &Segment> {
        self.all[..self.loads].iter()
    }

    fn others(&self) -> &[Segment] {
        &self.all[self.loads..]
    }

    /// Most segments name a part of what is loaded, by its place in the file and by its address.
    fn check_place(&self, segment: &Segment, program_headers: u64) -> Result<(), Fault> {
        let Segment { offset, address, file_size, .. } = *segment;
        let is_loaded = || self.loads().any(|load| load.maps(offset, address, file_size));
        // Its size in the file means nothing, and some tools get it wrong.
        let starts_writable =
            || self.loads().any(|load| load.flags & PF_W != 0 && load.maps(offset, address, 0));
        match segment.kind {
            PT_DYNAMIC | PT_NOTE | PT_GNU_PROPERTY | PT_GNU_EH_FRAME | PT_PHDR if !is_loaded() => {
                Err(damaged(segment, "is no part of what is loaded"))
            }
            PT_PHDR if offset != program_headers => {
                Err(damaged(segment, "is not where the program headers are"))
            }
            PT_TLS => {
                if file_size > segment.memory_size {
                    return Err(damaged(segment, "is larger than its memory"));
                }
                if !segment.align.is_power_of_two() && segment.align != 0 {
                    return Err(damaged(segment, "has an alignment that is no power of two"));
                }
                if file_size > 0 && !is_loaded() {
                    return Err(damaged(segment, "is no part of what is loaded"));
                }
                Ok(())
            }
            PT_GNU_RELRO if !starts_writable() => {
                Err(damaged(segment, "is no part of what is loaded to be written to"))
            }
            _ => Ok(()),
        }
    }
}

/// Checks what the system's loader takes for granted.
fn check_load(segment: &Segment, len: u64) -> Result<(), Fault> {
    let Segment { index, offset, address, file_size, memory_size, align, .. } = *segment;
    if !is_within((offset, file_size), (0, len)) {
        return Err(Fault::damaged(format!(
            "segment {index} has {file_size} bytes at byte {offset}, but the file has {len} bytes"
        )));
    }
    if memory_size < file_size {
        return Err(damaged(segment, "is larger than its memory"));
    }
    if address.checked_add(memory_size).is_none() {
        return Err(damaged(segment, "has no room in memory"));
    }
    if !align.is_power_of_two() {
        return Err(damaged(segment, "has an alignment that is no power of two"));
    }
    if offset % align != address % align {
        return Err(damaged(segment, "is not aligned in the file as in memory"));
    }
    if segment.flags & PF_R == 0 {
        return Err(damaged(segment, "cannot be read in memory"));
    }
    Ok(())
}

/// The segment of a kind of which there may be one.
fn only(all: &[Segment], kind: u32) -> Result<Option<Segment>, Fault> {
    let mut found = all.iter().filter(|segment| segment.kind == kind);
    let first = found.next().copied();
    match found.next() {
        Some(second) => Err(damaged(second, "is the second of its kind")),
        None => Ok(first),
    }
}

/// A segment that a linker would not make.
#[cold]
pub(super) fn damaged(segment: &Segment, what: &str) -> Fault {
    Fault::damaged(format!("segment {} {what}", segment.index))
}
