//! PE files: Windows.

use object::LittleEndian;
use object::pe::{
    IMAGE_FILE_DLL, IMAGE_NT_OPTIONAL_HDR64_MAGIC, ImageDosHeader, ImageNtHeaders32,
    ImageNtHeaders64,
};
use object::read::ReadRef as _;
use object::read::pe::{ImageNtHeaders, optional_header_magic};
use plugin_core::manifest::PE_SECTION;

use super::Image;
use super::fault::Fault;
use super::source::Source;
use crate::error::{Content, Machine};
use crate::manifest::Chunk;

/// Reads a shared library.
pub(super) fn image(source: &Source) -> Result<Image<'_>, Fault> {
    match optional_header_magic(source) {
        Ok(IMAGE_NT_OPTIONAL_HDR64_MAGIC) => image_of::<ImageNtHeaders64>(source, 64),
        Ok(_) => image_of::<ImageNtHeaders32>(source, 32),
        Err(_) => Err(cut_off()),
    }
}

fn cut_off() -> Fault {
    Fault::damaged("its header is cut off or makes no sense")
}

/// Checks that every section is inside the file, and finds the one that holds our notes.
fn image_of<H: ImageNtHeaders>(source: &Source, bits: u8) -> Result<Image<'_>, Fault> {
    let dos = ImageDosHeader::parse(source).map_err(|_| cut_off())?;
    let mut offset = dos.nt_headers_offset().into();
    let (headers, _) = H::parse(source, &mut offset).map_err(|_| cut_off())?;
    let file_header = headers.file_header();
    if file_header.characteristics.get(LittleEndian) & IMAGE_FILE_DLL == 0 {
        return Err(Fault::NotALibrary(Content::Executable));
    }
    let sections = headers
        .sections(source, offset)
        .map_err(|_| Fault::damaged("its section table is cut off"))?;
    let len = source.len().unwrap_or(0);
    let mut chunks = Vec::new();
    for section in sections.iter() {
        let (offset, size) = section.pe_file_range();
        let (offset, size) = (u64::from(offset), u64::from(size));
        let Ok(bytes) = within(source, offset, size, section.raw_name() == PE_SECTION.as_bytes())
        else {
            let name = String::from_utf8_lossy(section.raw_name()).into_owned();
            return Err(Fault::damaged(format!(
                "section {name} has {size} bytes at byte {offset}, but the file has {len} bytes"
            )));
        };
        if let Some(bytes) = bytes {
            chunks.push(Chunk { offset, bytes, align: 4, little_endian: true, padded: true });
        }
    }
    let machine = Machine::pe(file_header.machine.get(LittleEndian), bits);
    Ok(Image { machine, chunks, further: |_| Vec::new() })
}

/// Checks that a range is inside the file, and reads it if it is `wanted`.
fn within(source: &Source, offset: u64, size: u64, wanted: bool) -> Result<Option<&[u8]>, ()> {
    if offset.checked_add(size).is_none_or(|end| end > source.len().unwrap_or(0)) {
        return Err(());
    }
    wanted.then(|| source.read_bytes_at(offset, size)).transpose()
}
