//! Whose notes a file's are, where its sections and its segments do not say the same.

use plugin_core::manifest::{ELF_EXPORTS_SECTION, NOTE_EXPORT};

use super::*;
use crate::manifest::tests::EXPORT;

/// The library with these notes, in sections of these names, each from a byte of the notes on and so long.
fn library(notes: &[u8], sections: &[(&str, usize, usize)]) -> Vec<u8> {
    const NAMES: &str = "\0.note.rust-plugin\0.note.rust-export\0";
    let mut bytes = elf(notes);
    let names = bytes.len();
    bytes.extend(NAMES.as_bytes());
    let table = bytes.len() as u64;
    let mut rows = vec![
        (0, (SHT_NULL, 0, 0, 0, 0)),
        (0, (SHT_DYNSYM, ALLOC, SYMBOLS, SYMBOLS, 24)),
        (0, (SHT_STRTAB, ALLOC, TEXTS, TEXTS, 8)),
    ];
    for (name, start, size) in sections {
        let name = NAMES.find(&format!("\0{name}\0")).unwrap() + 1;
        rows.push((name, (SHT_NOTE, ALLOC, NOTES + start, NOTES + start, *size)));
    }
    rows.push((0, (SHT_STRTAB, 0, 0, names, NAMES.len())));
    let count = u16::try_from(rows.len()).unwrap();
    for (name, (kind, flags, address, offset, size)) in rows {
        bytes.extend(u32::try_from(name).unwrap().to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        for word in [flags as usize, address, offset, size, 0, 4, 0] {
            bytes.extend((word as u64).to_le_bytes());
        }
    }
    bytes[40..48].copy_from_slice(&table.to_le_bytes());
    bytes[60..62].copy_from_slice(&count.to_le_bytes());
    bytes[62..64].copy_from_slice(&(count - 1).to_le_bytes());
    bytes
}

/// The note of a plugin that includes these packages.
fn plugin(package: &str, includes: &[&str]) -> Vec<u8> {
    let mut fields = vec![
        field(tag::NAME, package.as_bytes()),
        field(tag::PACKAGE, package.as_bytes()),
        field(tag::ROOT_SYMBOL, b"root"),
        field(tag::ABI, &[1, 0, 0, 0]),
        field(tag::TARGET, TARGET.as_bytes()),
        field(tag::SEAL, &[0; 32]),
    ];
    fields.extend(includes.iter().map(|package| field(tag::INCLUDES, package.as_bytes())));
    let mut payload = record(&fields.iter().map(Vec::as_slice).collect::<Vec<_>>());
    payload.resize(payload.len().next_multiple_of(4), 0);
    note(&NOTE_NAME, NOTE_PLUGIN, &payload)
}

/// Whom the file belongs to, for whoever opens it and for whoever inspects it, and how many exports it has.
fn owner(bytes: &[u8]) -> Result<(String, usize), String> {
    let place = Place::new(bytes);
    let checked = check_file(&place.path());
    let described = describe(&place.path());
    let checked = checked.map(|it| it.plugin.name.to_string()).map_err(|it| it.to_string());
    let manifest = described.map(|it| it.manifest).map_err(|it| it.to_string());
    let told = manifest.as_ref().map(|it| it.name().to_owned()).map_err(Clone::clone);
    assert_eq!(checked, told);
    manifest.map(|it| (it.name().to_owned(), it.exports().len()))
}

#[test]
fn whoever_opens_and_whoever_inspects_take_the_same_record() {
    let (a, b) = (plugin("a", &[]), plugin("b", &[]));
    let in_another = [note(b"GNU\0", 9, &a), b.clone()].concat();
    let bytes = library(&in_another, &[(ELF_SECTION, 16, a.len())]);
    assert_eq!(owner(&bytes), Ok(("a".to_owned(), 0)));

    let both = [a.clone(), b.clone()].concat();
    assert_eq!(owner(&library(&both, &[(ELF_SECTION, 0, a.len())])), Ok(("a".to_owned(), 0)));

    let two = [(ELF_SECTION, 0, a.len()), (ELF_SECTION, a.len(), b.len())];
    let error = owner(&library(&both, &two)).unwrap_err();
    assert!(error.contains("`a`, `b`"), "{error}");

    let error = owner(&library(&a, &[(ELF_SECTION, 0, a.len() - 4)])).unwrap_err();
    assert!(error.contains("a note ends after the end of its section"), "{error}");
}

#[test]
fn exports_are_found_in_the_segment_and_in_the_section() {
    let own = plugin("x", &[]);
    let export = note(&NOTE_NAME, NOTE_EXPORT, EXPORT.payload());
    let sections = [(ELF_SECTION, 0, own.len()), (ELF_EXPORTS_SECTION, own.len(), export.len())];
    let mut bytes = library(&[own.clone(), export].concat(), &sections);
    assert_eq!(owner(&bytes), Ok(("x".to_owned(), 1)));
    // The segment ends behind the plugin's note.
    let segment = HEADER + 2 * SEGMENT;
    for place in [segment + 32, segment + 40] {
        bytes[place..place + 8].copy_from_slice(&(own.len() as u64).to_le_bytes());
    }
    assert_eq!(owner(&bytes), Ok(("x".to_owned(), 1)));
}

#[test]
fn more_sections_of_notes_than_a_linker_makes_are_refused() {
    let own = plugin("x", &[]);
    let sections = |count: usize| vec![(ELF_SECTION, 0, own.len()); count];
    let error = owner(&library(&own, &sections(1001))).unwrap_err();
    assert!(error.contains("it has 1001 sections and 1 segments of notes"), "{error}");
}

#[test]
fn the_seal_is_in_the_record_of_each_plugin_so_that_none_can_be_lost() {
    let notes = [plugin("b", &[]), plugin("a", &["b"])].concat();
    let place = Place::new(&library(&notes, &[(ELF_SECTION, 0, notes.len())]));
    seal(place.path()).unwrap();
    let sealed = fs::read(place.path()).unwrap();
    assert_eq!(check_file(&place.path()).unwrap().plugin.name.as_ref(), "a");
    for bit in 0..sealed.len() * 8 {
        let mut damaged = sealed.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        fs::write(place.path(), &damaged).unwrap();
        assert!(check_file(&place.path()).is_err(), "byte {}", bit / 8);
    }
}
