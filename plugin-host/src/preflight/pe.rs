//! PE files: Windows.

use object::LittleEndian;
use object::pe::{
    IMAGE_FILE_DLL, IMAGE_NT_OPTIONAL_HDR64_MAGIC, ImageDosHeader, ImageNtHeaders32,
    ImageNtHeaders64,
};
use object::read::ReadRef as _;
use object::read::pe::{ImageNtHeaders, optional_header_magic};
use plugin_core::manifest::PE_SECTION;

use super::fault::Fault;
use super::source::Source;
use super::{Image, Place};
use crate::error::{Content, Machine};

/// Reads a shared library.
pub(super) fn image<'a>(source: &'a Source<'a>) -> Result<Image<'a>, Fault> {
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
fn image_of<'a, H: ImageNtHeaders>(source: &'a Source<'a>, bits: u8) -> Result<Image<'a>, Fault> {
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
    let mut places = Vec::new();
    for section in sections.iter() {
        let (offset, size) = section.pe_file_range();
        let (offset, size) = (u64::from(offset), u64::from(size));
        if offset.checked_add(size).is_none_or(|end| end > len) {
            let name = String::from_utf8_lossy(section.raw_name()).into_owned();
            return Err(Fault::damaged(format!(
                "section {name} has {size} bytes at byte {offset}, but the file has {len} bytes"
            )));
        }
        if section.raw_name() == PE_SECTION.as_bytes() {
            places.push(Place { offset, size, align: 4, little_endian: true, padded: true });
        }
    }
    let machine = Machine::pe(file_header.machine.get(LittleEndian), bits);
    Ok(Image { source, machine, plugins: places.clone(), otherwise: Vec::new(), exports: places })
}

#[cfg(test)]
pub(super) mod tests {
    use object::pe::{IMAGE_FILE_EXECUTABLE_IMAGE, IMAGE_FILE_MACHINE_AMD64};

    use super::*;
    use crate::preflight::source::{self, Parts};

    /// DOS header, PE signature, file header, optional header without directories, one section.
    const HEADERS: u32 = 64 + 4 + 20 + 112 + 40;

    /// A 64-bit library that consists of its headers and one section.
    pub(in crate::preflight) fn library(contents: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0; HEADERS as usize];
        bytes[..2].copy_from_slice(b"MZ");
        bytes[60] = 64;
        bytes[64..68].copy_from_slice(b"PE\0\0");
        let flags = IMAGE_FILE_DLL | IMAGE_FILE_EXECUTABLE_IMAGE;
        for (place, half) in [
            (68, IMAGE_FILE_MACHINE_AMD64),
            (70, 1),
            (84, 112),
            (86, flags),
            (88, IMAGE_NT_OPTIONAL_HDR64_MAGIC),
        ] {
            bytes[place..place + 2].copy_from_slice(&half.to_le_bytes());
        }
        let section = HEADERS as usize - 40;
        bytes[section..section + 8].copy_from_slice(PE_SECTION.as_bytes());
        let len = u32::try_from(contents.len()).unwrap();
        for (place, word) in [(8, len), (16, len), (20, HEADERS)] {
            bytes[section + place..section + place + 4].copy_from_slice(&u32::to_le_bytes(word));
        }
        bytes.extend(contents);
        bytes
    }

    #[test]
    fn the_section_of_a_library_is_found() {
        let parts = Parts::default();
        let source = source::of(&library(b"contents"), &parts);
        let image = image(&source).unwrap();
        assert_eq!(image.machine.to_string(), "x86_64 (64-bit, little-endian)");
        let chunk = image.exports[0].read(&source).unwrap();
        assert_eq!((chunk.offset, chunk.bytes), (u64::from(HEADERS), &b"contents"[..]));
    }

    #[test]
    fn every_truncation_is_damaged_and_a_program_is_named() {
        let bytes = library(b"contents");
        for len in 2..bytes.len() {
            let fault = image(&source::of(&bytes[..len], &Parts::default())).err().unwrap();
            assert!(matches!(fault, Fault::Damaged(_)), "{len}: {fault:?}");
        }
        let mut program = bytes;
        program[86..88].copy_from_slice(&IMAGE_FILE_EXECUTABLE_IMAGE.to_le_bytes());
        let fault = image(&source::of(&program, &Parts::default())).err();
        assert_eq!(fault, Some(Fault::NotALibrary(Content::Executable)));
    }
}
