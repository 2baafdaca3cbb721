//! The dynamic section: what the system's loader follows, and what it asserts.

use object::elf::{
    DF_1_PIE, DT_FINI, DT_FINI_ARRAY, DT_FINI_ARRAYSZ, DT_FLAGS_1, DT_GNU_HASH, DT_HASH, DT_INIT,
    DT_INIT_ARRAY, DT_INIT_ARRAYSZ, DT_JMPREL, DT_NEEDED, DT_NULL, DT_PLTREL, DT_PLTRELSZ,
    DT_PREINIT_ARRAY, DT_PREINIT_ARRAYSZ, DT_REL, DT_RELA, DT_RELACOUNT, DT_RELAENT, DT_RELASZ,
    DT_RELCOUNT, DT_RELENT, DT_RELSZ, DT_RPATH, DT_RUNPATH, DT_SONAME, DT_STRSZ, DT_STRTAB,
    DT_SYMENT, DT_SYMTAB, DT_VERDEF, DT_VERDEFNUM, DT_VERNEED, DT_VERNEEDNUM, DT_VERSYM, PF_X,
};
use object::read::ReadRef as _;
use object::read::elf::{Dyn as _, FileHeader};

use super::Elf;
use super::sections::Sections;
use super::segments::Segments;
use crate::error::Content;
use crate::preflight::fault::Fault;

// Of the generic ABI since 2022.
const DT_RELRSZ: u32 = 35;
const DT_RELR: u32 = 36;
const DT_RELRENT: u32 = 37;

/// A table: where it is, how large if that is told, and what must be told with it.
struct Table {
    address: u32,
    size: Option<u32>,
    with: Option<u32>,
}

/// Every table that the system's loader follows.
#[rustfmt::skip]
const TABLES: [Table; 14] = [
    Table { address: DT_STRTAB, size: Some(DT_STRSZ), with: None },
    Table { address: DT_SYMTAB, size: None, with: Some(DT_SYMENT) },
    Table { address: DT_HASH, size: None, with: None },
    Table { address: DT_GNU_HASH, size: None, with: None },
    Table { address: DT_RELA, size: Some(DT_RELASZ), with: Some(DT_RELAENT) },
    Table { address: DT_REL, size: Some(DT_RELSZ), with: Some(DT_RELENT) },
    Table { address: DT_RELR, size: Some(DT_RELRSZ), with: Some(DT_RELRENT) },
    Table { address: DT_JMPREL, size: Some(DT_PLTRELSZ), with: Some(DT_PLTREL) },
    Table { address: DT_PREINIT_ARRAY, size: Some(DT_PREINIT_ARRAYSZ), with: None },
    Table { address: DT_INIT_ARRAY, size: Some(DT_INIT_ARRAYSZ), with: None },
    Table { address: DT_FINI_ARRAY, size: Some(DT_FINI_ARRAYSZ), with: None },
    Table { address: DT_VERSYM, size: None, with: None },
    Table { address: DT_VERNEED, size: None, with: Some(DT_VERNEEDNUM) },
    Table { address: DT_VERDEF, size: None, with: Some(DT_VERDEFNUM) },
];
/// How many records of a table come first: the table's size and that of a record.
const COUNTS: [(u32, u32, u32); 2] =
    [(DT_RELACOUNT, DT_RELASZ, DT_RELAENT), (DT_RELCOUNT, DT_RELSZ, DT_RELENT)];
/// Functions that run when the library is loaded and at the end.
const FUNCTIONS: [u32; 2] = [DT_INIT, DT_FINI];
/// Places in the table of texts.
const TEXTS: [u32; 4] = [DT_NEEDED, DT_SONAME, DT_RPATH, DT_RUNPATH];

/// Sizes of the records in tables, of which a class has one each: with 32 bits and with 64.
const RECORDS: [(u32, u64, u64); 4] =
    [(DT_SYMENT, 16, 24), (DT_RELAENT, 12, 24), (DT_RELENT, 8, 16), (DT_RELRENT, 4, 8)];

/// Checks what the section says, and that it is not a program's, which are of the same type as
/// libraries otherwise.
pub(super) fn check<H: FileHeader>(
    elf: &Elf<'_, H>,
    segments: &Segments,
    sections: &Sections<'_, H>,
) -> Result<(), Fault> {
    let entries = Entries::read(elf, segments)?;
    let value = |tag| entries.value(tag);
    let has = |tag| entries.has(tag);
    if value(DT_FLAGS_1).is_some_and(|flags| flags & u64::from(DF_1_PIE) != 0) {
        return Err(Fault::NotALibrary(Content::Executable));
    }
    for Table { address: tag, size, with } in TABLES {
        for other in size.into_iter().chain(with) {
            if has(tag) != has(other) {
                return Err(damaged(tag, &format!("and entry {other:#x} are not both there")));
            }
        }
        let Some(address) = value(tag) else { continue };
        let size = size.and_then(value);
        if size == Some(0) {
            continue;
        }
        if !segments.loads().any(|load| load.holds_in_file(address, size.unwrap_or(1))) {
            return Err(damaged(tag, "is no part of what is loaded"));
        }
        if !sections.bound(address, size) {
            return Err(damaged(tag, "is no section"));
        }
    }
    for tag in [DT_STRTAB, DT_SYMTAB] {
        if !has(tag) {
            return Err(damaged(tag, "is missing"));
        }
    }
    if (has(DT_VERNEED) || has(DT_VERDEF)) != has(DT_VERSYM) {
        return Err(damaged(DT_VERSYM, "does not go with the others on versions"));
    }
    for (count, size, record) in COUNTS {
        let Some(count_value) = value(count) else { continue };
        let size_of_counted = count_value.checked_mul(value(record).unwrap_or(0));
        if size_of_counted.is_none_or(|counted| counted > value(size).unwrap_or(0)) {
            return Err(damaged(count, "counts more than there are"));
        }
    }
    for tag in FUNCTIONS {
        let is_code = |address| {
            segments.loads().any(|load| load.flags & PF_X != 0 && load.holds_in_file(address, 1))
        };
        if value(tag).is_some_and(|address| !is_code(address)) {
            return Err(damaged(tag, "is no code"));
        }
    }
    if entries.last_text.is_some_and(|place| place >= value(DT_STRSZ).unwrap_or(0)) {
        return Err(Fault::damaged("its dynamic section names texts that it does not have"));
    }
    for (tag, narrow, wide) in RECORDS {
        let expected = if elf.header.is_type_64() { wide } else { narrow };
        if value(tag).is_some_and(|size| size != expected) {
            return Err(damaged(tag, &format!("is not {expected}")));
        }
    }
    if value(DT_PLTREL).is_some_and(|it| ![DT_RELA, DT_REL].map(u64::from).contains(&it)) {
        return Err(damaged(DT_PLTREL, "names no kind of relocation"));
    }
    Ok(())
}

/// All entries up to the last that are of interest here.
struct Entries {
    /// In the places of their tags; one bit each says which are there.
    values: [u64; PLACES],
    there: u64,
    /// The last place of a text.
    last_text: Option<u64>,
}

/// How many tags have a place: those of the generic ABI, which are small, and some others.
const PLACES: usize = SMALL + 9;
const SMALL: usize = DT_RELRENT as usize + 1;
const _: () = assert!(PLACES <= u64::BITS as usize);

/// The place of a tag.
fn place(tag: u32) -> Option<usize> {
    Some(match tag {
        0..=DT_RELRENT => tag as usize,
        DT_FLAGS_1 => SMALL,
        DT_GNU_HASH => SMALL + 1,
        DT_RELACOUNT => SMALL + 2,
        DT_RELCOUNT => SMALL + 3,
        DT_VERSYM => SMALL + 4,
        DT_VERNEED => SMALL + 5,
        DT_VERNEEDNUM => SMALL + 6,
        DT_VERDEF => SMALL + 7,
        DT_VERDEFNUM => SMALL + 8,
        _ => return None,
    })
}

impl Entries {
    fn read<H: FileHeader>(elf: &Elf<'_, H>, segments: &Segments) -> Result<Self, Fault> {
        let Elf { source, endian, .. } = *elf;
        let count =
            usize::try_from(segments.dynamic.file_size).unwrap_or(usize::MAX) / size_of::<H::Dyn>();
        let section = source
            .read_slice_at::<H::Dyn>(segments.dynamic.offset, count)
            .map_err(|()| Fault::damaged("its dynamic section cannot be read"))?;
        let mut entries = Self { values: [0; PLACES], there: 0, last_text: None };
        for entry in section {
            let Some(tag) = entry.tag32(endian) else { continue };
            if tag == DT_NULL {
                return Ok(entries);
            }
            let value = entry.d_val(endian).into();
            if TEXTS.contains(&tag) {
                entries.last_text = entries.last_text.max(Some(value));
            }
            if let Some(place) = place(tag) {
                // A library may need several.
                if entries.has(tag) && tag != DT_NEEDED {
                    return Err(damaged(tag, "is there twice"));
                }
                entries.values[place] = value;
                entries.there |= 1 << place;
            }
        }
        Err(Fault::damaged("its dynamic section has no end"))
    }

    #[inline]
    fn has(&self, tag: u32) -> bool {
        place(tag).is_some_and(|place| self.there >> place & 1 != 0)
    }

    #[inline]
    fn value(&self, tag: u32) -> Option<u64> {
        let place = place(tag).filter(|place| self.there >> place & 1 != 0)?;
        Some(self.values[place])
    }
}

#[cold]
fn damaged(tag: u32, what: &str) -> Fault {
    Fault::damaged(format!("entry {tag:#x} of its dynamic section {what}"))
}
