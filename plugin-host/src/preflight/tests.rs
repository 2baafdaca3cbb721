//! Preflight on files made byte by byte. Real plugins are tested with the whole framework.
//!
//! Long, because every case is a change to the one library that is made here; those about notes are apart.

mod notes;

use std::fs;
use std::path::PathBuf;

use object::elf::{
    DF_1_PIE, DT_FLAGS_1, DT_NULL, DT_STRSZ, DT_STRTAB, DT_SYMENT, DT_SYMTAB, EM_AARCH64, ET_CORE,
    ET_DYN, ET_EXEC, ET_REL, PT_DYNAMIC, PT_GNU_EH_FRAME, PT_GNU_RELRO, PT_INTERP, PT_LOAD,
    PT_NOTE, PT_PHDR, PT_TLS, SHF_ALLOC, SHF_EXECINSTR, SHF_TLS, SHF_WRITE, SHT_DYNSYM, SHT_NOBITS,
    SHT_NOTE, SHT_NULL, SHT_PROGBITS, SHT_STRTAB,
};
use plugin_core::manifest::{ELF_SECTION, NOTE_NAME, NOTE_PLUGIN, tag};
use tempfile::TempDir;

use super::*;
use crate::error::{AbiVersion, Content, FileKind, Side};
use crate::manifest::tests::{FULL, field, note, record};

/// A folder with one file, `libx.so`.
struct Place(TempDir);

impl Place {
    fn new(bytes: &[u8]) -> Self {
        let place = Self(TempDir::new().unwrap());
        fs::write(place.path(), bytes).unwrap();
        place
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("libx.so")
    }
}

fn check_file(path: &Path) -> Result<Checked, OpenError> {
    check(path, &Settings::default())
}

fn check_bytes(bytes: &[u8]) -> Result<Checked, OpenError> {
    let place = Place::new(bytes);
    check_file(&place.path()).map_err(|error| {
        assert_eq!(error.path(), Some(&*place.path()), "{error}");
        error
    })
}

fn refusal(bytes: &[u8]) -> OpenError {
    check_bytes(bytes).expect_err("it is refused")
}

fn plugin_note() -> Vec<u8> {
    note(&NOTE_NAME, NOTE_PLUGIN, FULL.payload())
}

const HEADER: usize = 64;
const SEGMENT: usize = 56;
const DYNAMIC: usize = HEADER + 3 * SEGMENT;
const DYNAMIC_LEN: usize = 5 * 16;
const SYMBOLS: usize = DYNAMIC + DYNAMIC_LEN;
const TEXTS: usize = SYMBOLS + 24;
const NOTES: usize = TEXTS + 8;

/// A 64-bit little-endian library for this machine that consists of its headers, one symbol without
/// a name, and `notes`.
fn elf(notes: &[u8]) -> Vec<u8> {
    let len = (NOTES + notes.len()) as u64;
    let mut bytes = Vec::new();
    bytes.extend(*b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0");
    bytes.extend(ET_DYN.to_le_bytes());
    bytes.extend(machine_number().to_le_bytes());
    bytes.extend(1u32.to_le_bytes());
    for word in [0, HEADER as u64, 0] {
        bytes.extend(word.to_le_bytes());
    }
    bytes.extend(0u32.to_le_bytes());
    for half in [HEADER, SEGMENT, 3, 64, 0, 0] {
        bytes.extend(u16::try_from(half).unwrap().to_le_bytes());
    }
    for (kind, offset, size) in [
        (PT_LOAD, 0, len),
        (PT_DYNAMIC, DYNAMIC as u64, DYNAMIC_LEN as u64),
        (PT_NOTE, NOTES as u64, notes.len() as u64),
    ] {
        bytes.extend(kind.to_le_bytes());
        bytes.extend(4u32.to_le_bytes());
        for word in [offset, offset, offset, size, size, 4] {
            bytes.extend(word.to_le_bytes());
        }
    }
    for (tag, value) in
        [(DT_STRTAB, TEXTS), (DT_STRSZ, 8), (DT_SYMTAB, SYMBOLS), (DT_SYMENT, 24), (DT_NULL, 0)]
    {
        bytes.extend(u64::from(tag).to_le_bytes());
        bytes.extend((value as u64).to_le_bytes());
    }
    bytes.extend([0; 24 + 8]);
    bytes.extend(notes);
    bytes
}

/// A library of every format that holds `notes`.
pub(crate) fn samples(notes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("elf", elf(notes)),
        ("macho", macho::tests::library(object::macho::CPU_TYPE_X86_64, notes)),
        ("pe", pe::tests::library(notes)),
    ]
}

fn machine_number() -> u16 {
    match std::env::consts::ARCH {
        "aarch64" => EM_AARCH64,
        _ => object::elf::EM_X86_64,
    }
}

fn patched(offset: usize, bytes: &[u8]) -> Vec<u8> {
    let mut elf = elf(&plugin_note());
    elf[offset..offset + bytes.len()].copy_from_slice(bytes);
    elf
}

#[test]
fn a_plugin_passes_and_its_manifest_is_read() {
    let checked = check_bytes(&elf(&plugin_note())).unwrap();
    assert_eq!(&*checked.plugin.name, "com.example.x");
    assert_eq!(*checked.plugin.record, FULL.payload()[..]);
}

/// A section header: kind, flags, address, offset, size.
type Section = (u32, u32, usize, usize, usize);

const ALLOC: u32 = SHF_ALLOC;
const NAMES: &str = "\0.note.rust-plugin\0.text\0.data\0.eh_frame_hdr\0";

/// The library with one more section, of a name of [`NAMES`], beside those that it needs.
fn with_section(name: &str, section: Section) -> Vec<u8> {
    let mut bytes = elf(&plugin_note());
    let names = bytes.len();
    bytes.extend(NAMES.as_bytes());
    let table = bytes.len() as u64;
    let place = |name: &str| NAMES.find(&format!("\0{name}\0")).unwrap() + 1;
    for (name, (kind, flags, address, offset, size)) in [
        (0, (SHT_NULL, 0, 0, 0, 0)),
        (place(ELF_SECTION), (SHT_NOTE, ALLOC, NOTES, NOTES, plugin_note().len())),
        (0, (SHT_DYNSYM, ALLOC, SYMBOLS, SYMBOLS, 24)),
        (0, (SHT_STRTAB, ALLOC, TEXTS, TEXTS, 8)),
        (place(name), section),
        (0, (SHT_STRTAB, 0, 0, names, NAMES.len())),
    ] {
        bytes.extend(u32::try_from(name).unwrap().to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        for word in [flags as usize, address, offset, size, 0, 4, 0] {
            bytes.extend((word as u64).to_le_bytes());
        }
    }
    bytes[40..48].copy_from_slice(&table.to_le_bytes());
    bytes[60..62].copy_from_slice(&6u16.to_le_bytes());
    bytes[62..64].copy_from_slice(&5u16.to_le_bytes());
    bytes
}

#[test]
fn notes_are_found_by_section_if_no_segment_holds_them() {
    let mut bytes = with_section(".text", (SHT_PROGBITS, 0, 0, NOTES, 4));
    let kind = HEADER + 2 * SEGMENT;
    bytes[kind..kind + 4].copy_from_slice(&PT_INTERP.to_le_bytes());
    assert_eq!(check_bytes(&bytes).unwrap().plugin.root_symbol, "x_root");
    // Not all compilers mark them as notes.
    let sections = u64::from_le_bytes(bytes[40..48].try_into().unwrap());
    let section = usize::try_from(sections).unwrap() + 64;
    bytes[section + 4..section + 8].copy_from_slice(&SHT_PROGBITS.to_le_bytes());
    assert_eq!(check_bytes(&bytes).unwrap().plugin.root_symbol, "x_root");
}

#[test]
fn sections_that_no_segment_holds_are_described() {
    for (name, section, expected) in [
        (".text", (SHT_PROGBITS, ALLOC, NOTES + 8, NOTES, 4), ".text is not loaded by any segment"),
        (".text", (SHT_PROGBITS, ALLOC, NOTES, NOTES, 4096), ".text is not loaded by any segment"),
        (".text", (SHT_PROGBITS, ALLOC, 64, 64, 4), ".text is where the program headers are"),
        (
            ".text",
            (SHT_PROGBITS, ALLOC | SHF_EXECINSTR, NOTES, NOTES, 4),
            ".text is code, and its segment is not executable",
        ),
        (
            ".data",
            (SHT_PROGBITS, ALLOC | SHF_WRITE, NOTES, NOTES, 4),
            ".data is written to, and its segment is read-only",
        ),
        (
            ".data",
            (SHT_NOBITS, ALLOC, NOTES, NOTES, 4),
            ".data is to be zeros, and is loaded from the file",
        ),
        (
            ".eh_frame_hdr",
            (SHT_PROGBITS, ALLOC, NOTES, NOTES, 4),
            ".eh_frame_hdr is in no segment of its own",
        ),
    ] {
        match refusal(&with_section(name, section)) {
            OpenError::Damaged { reason, .. } => assert_eq!(reason, format!("section {expected}")),
            other => panic!("{other}"),
        }
    }
    let threads = (SHT_PROGBITS, ALLOC | SHF_TLS, NOTES, NOTES, 4);
    let error = refusal(&with_section(".data", threads));
    assert!(error.to_string().contains("its thread-local sections are in no segment"), "{error}");
}

#[test]
fn every_truncation_is_refused() {
    let bytes = elf(&plugin_note());
    for len in 0..bytes.len() {
        let error = refusal(&bytes[..len]);
        let expected = match len {
            0 => matches!(error, OpenError::NotALibrary { what: Content::Empty, .. }),
            1..4 => matches!(error, OpenError::NotALibrary { .. }),
            _ => matches!(error, OpenError::Damaged { .. }),
        };
        assert!(expected, "{len}: {error}");
    }
}

#[test]
fn every_flipped_bit_is_refused_or_harmless() {
    let bytes = elf(&plugin_note());
    for bit in 0..bytes.len() * 8 {
        let mut bytes = bytes.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        // It does not panic, and takes no more memory than the file has.
        let _ = check_source(&source::of(&bytes, &Parts::default()), &Settings::default());
    }
}

#[test]
fn what_is_no_library_is_named() {
    for (bytes, expected) in [
        (b"".to_vec(), Content::Empty),
        (b"some text".to_vec(), Content::Text),
        (b"#!/bin/sh\necho\n".to_vec(), Content::Script),
        (b"!<arch>\n".to_vec(), Content::StaticLibrary),
        (b"\x01\x02\x03".to_vec(), Content::Unknown),
        (patched(16, &ET_EXEC.to_le_bytes()), Content::Executable),
        (patched(16, &ET_REL.to_le_bytes()), Content::Object),
        (patched(16, &ET_CORE.to_le_bytes()), Content::CoreDump),
        (
            patched(
                DYNAMIC,
                &[u64::from(DT_FLAGS_1), u64::from(DF_1_PIE)].map(u64::to_le_bytes).concat(),
            ),
            Content::Executable,
        ),
    ] {
        match refusal(&bytes) {
            OpenError::NotALibrary { what, .. } => assert_eq!(what, expected),
            other => panic!("{other}"),
        }
    }
}

#[test]
fn damage_is_described() {
    let far = u64::MAX - 7;
    let kind = |kind: u32| patched(HEADER + 2 * SEGMENT, &kind.to_le_bytes());
    let misplaced = |kind: u32| {
        let mut bytes = patched(HEADER + 2 * SEGMENT, &kind.to_le_bytes());
        bytes[HEADER + 2 * SEGMENT + 16] ^= 8;
        bytes
    };
    let len = elf(&plugin_note()).len();
    for (bytes, expected) in [
        (patched(4, &[9]), "its header names class 9".to_owned()),
        (patched(5, &[9]), "its header is cut off or makes no sense".to_owned()),
        (patched(16, &[9, 9]), "its header names type 2313".to_owned()),
        (
            patched(32, &far.to_le_bytes()),
            "its program headers are cut off or make no sense".to_owned(),
        ),
        (
            patched(40, &far.to_le_bytes()),
            format!("its section headers are at byte {far}, but the file has {len} bytes"),
        ),
        (
            patched(HEADER + 8, &far.to_le_bytes()),
            format!("segment 0 has {len} bytes at byte {far}, but the file has {len} bytes"),
        ),
        (patched(HEADER + 40, &[0; 8]), "segment 0 is larger than its memory".to_owned()),
        (patched(HEADER + 4, &[0]), "segment 0 cannot be read in memory".to_owned()),
        (
            patched(HEADER + 16, &[1]),
            "segment 0 is not aligned in the file as in memory".to_owned(),
        ),
        (
            patched(HEADER + 48, &[6]),
            "segment 0 has an alignment that is no power of two".to_owned(),
        ),
        (patched(HEADER + 16, &far.to_le_bytes()), "segment 0 has no room in memory".to_owned()),
        (kind(PT_LOAD), "segment 2 overlaps the one before it".to_owned()),
        (kind(PT_DYNAMIC), "segment 2 is the second of its kind".to_owned()),
        (kind(PT_PHDR), "segment 2 is not where the program headers are".to_owned()),
        (misplaced(PT_NOTE), "segment 2 is no part of what is loaded".to_owned()),
        (misplaced(PT_TLS), "segment 2 is no part of what is loaded".to_owned()),
        (misplaced(PT_GNU_EH_FRAME), "segment 2 is no part of what is loaded".to_owned()),
        (kind(PT_GNU_RELRO), "segment 2 is no part of what is loaded to be written to".to_owned()),
        (
            patched(DYNAMIC, &[1]),
            "entry 0x5 of its dynamic section and entry 0xa are not both there".to_owned(),
        ),
        (
            patched(DYNAMIC + 8, &far.to_le_bytes()),
            "entry 0x5 of its dynamic section is no part of what is loaded".to_owned(),
        ),
        (patched(DYNAMIC + 56, &[25]), "entry 0xb of its dynamic section is not 24".to_owned()),
        (
            patched(HEADER + SEGMENT, &PT_INTERP.to_le_bytes()),
            "it has nothing to load, as a file of debug information has".to_owned(),
        ),
        (patched(HEADER + SEGMENT + 32, &[0; 8]), "its dynamic section has no end".to_owned()),
    ] {
        match refusal(&bytes) {
            OpenError::Damaged { reason, .. } => assert_eq!(reason, expected),
            other => panic!("{other}"),
        }
    }
}

#[test]
fn other_machines_and_systems_are_named() {
    let error = refusal(&patched(18, &object::elf::EM_RISCV.to_le_bytes()));
    match error {
        OpenError::WrongArchitecture { expected, found, .. } => {
            assert_eq!(expected.name(), std::env::consts::ARCH);
            assert_eq!(found.to_string(), "riscv64 (64-bit, little-endian)");
        }
        other => panic!("{other}"),
    }
    let error = refusal(&patched(18, &0x1234u16.to_le_bytes()));
    assert!(error.to_string().ends_with("found machine 0x1234 (64-bit, little-endian)"), "{error}");
    let error = refusal(b"\xcf\xfa\xed\xfe\x07\0\0\x01 and so on");
    assert!(matches!(error, OpenError::WrongFormat { found: Format::MachO, .. }), "{error}");
}

#[test]
fn a_library_without_a_record_is_no_plugin() {
    for (notes, expected) in
        [(&b""[..], false), (b"\0\0...RUST_BACKTRACE", true), (b"/rustc/0123456789abcdef/", true)]
    {
        // The notes make no sense, and that is not ours to complain about.
        match refusal(&elf(notes)) {
            OpenError::NotAPlugin { rust, .. } => assert_eq!(rust, expected),
            other => panic!("{other}"),
        }
    }
}

#[test]
fn records_that_do_not_fit_are_refused() {
    let with = |abi: [u8; 4], target: &str| {
        let fields = [
            field(tag::NAME, b"x"),
            field(tag::PACKAGE, b"x"),
            field(tag::ROOT_SYMBOL, b"root"),
            field(tag::ABI, &abi),
            field(tag::TARGET, target.as_bytes()),
            field(tag::SEAL, &[0; 32]),
        ];
        note(&NOTE_NAME, NOTE_PLUGIN, &record(&fields.each_ref().map(Vec::as_slice)))
    };
    assert!(
        check_bytes(&elf(&with([1, 0, 9, 0], TARGET))).is_ok(),
        "a newer minor version is fine"
    );
    match refusal(&elf(&with([2, 0, 0, 0], TARGET))) {
        OpenError::UnsupportedAbi { plugin, older: Side::Host, .. } => {
            assert_eq!(plugin, AbiVersion { major: 2, minor: 0 });
        }
        other => panic!("{other}"),
    }
    match refusal(&elf(&with([1, 0, 0, 0], "x86_64-unknown-linux-musl"))) {
        OpenError::WrongTarget { expected, found, .. } => {
            assert_eq!((&*expected, &*found), (TARGET, "x86_64-unknown-linux-musl"));
        }
        other => panic!("{other}"),
    }
    match refusal(&elf(&note(&NOTE_NAME, NOTE_PLUGIN, &[9, 0]))) {
        OpenError::NewerManifest { expected: 1, found: 9, .. } => {}
        other => panic!("{other}"),
    }
    match refusal(&elf(&note(&NOTE_NAME, NOTE_PLUGIN, &record(&[&field(tag::NAME, b"\xff")])))) {
        OpenError::BadManifest { offset, reason, .. } => {
            assert_eq!((offset, &*reason), (NOTES as u64 + 24 + 2, "field 1 is not UTF-8"));
        }
        other => panic!("{other}"),
    }
    match refusal(&elf(&[plugin_note(), plugin_note()].concat())) {
        OpenError::SeveralPlugins { names, .. } => assert_eq!(names, ["x", "x"]),
        other => panic!("{other}"),
    }
}

#[test]
fn what_is_no_file_is_named() {
    let place = Place::new(b"");
    let at = |name: &str| place.0.path().join(name);
    assert!(matches!(crate::open(at("missing")), Err(OpenError::NotFound { .. })));
    assert!(matches!(crate::open(at("libx.so/below")), Err(OpenError::NotFound { .. })));
    assert_eq!(crate::open("").unwrap_err().to_string(), "path \"\" is empty");
    assert_eq!(
        crate::open("lib\0x.so").unwrap_err().to_string(),
        "path \"lib\\0x.so\" holds a NUL character"
    );
    let kind = |path: PathBuf| match (crate::open(&path), check_file(&path)) {
        (Err(OpenError::NotAFile { kind, .. }), Err(OpenError::NotAFile { .. })) => kind,
        other => panic!("{other:?}"),
    };
    assert_eq!(kind(place.0.path().into()), FileKind::Directory);
    assert_eq!(kind("/dev/null".into()), FileKind::Device);

    let fifo = at("fifo");
    let name = std::ffi::CString::new(fifo.to_str().unwrap()).unwrap();
    // SAFETY: the name is a C string that lives for the call.
    assert_eq!(unsafe { libc::mkfifo(name.as_ptr(), 0o600) }, 0);
    assert_eq!(kind(fifo), FileKind::Fifo);

    let _listener = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
    let socket = crate::open(at("socket")).unwrap_err();
    assert!(matches!(socket, OpenError::NotAFile { kind: FileKind::Socket, .. }));

    std::os::unix::fs::symlink("loop", at("loop")).unwrap();
    assert!(matches!(crate::open(at("loop")), Err(OpenError::Unreadable { .. })));
}

#[test]
fn this_program_is_an_executable() {
    let error = check_file(&std::env::current_exe().unwrap()).unwrap_err();
    assert!(matches!(error, OpenError::NotALibrary { what: Content::Executable, .. }), "{error}");
}
