//! What `fuzz/` runs on bytes of its own making, and what the property tests below run on every
//! compiler: whatever the bytes are, reading them ends without a panic, in an error or in a manifest that
//! holds what it promises.

use crate::manifest::{self, Chunk, Manifest, Records};
use crate::preflight;

/// Reads the bytes as the notes of a file. The first one says how they are aligned and ordered.
pub fn manifest(bytes: &[u8]) {
    let Some((options, bytes)) = bytes.split_first() else { return };
    let chunk = Chunk {
        offset: 0,
        bytes,
        align: if options & 1 == 0 { 4 } else { 8 },
        little_endian: options & 2 == 0,
        padded: options & 4 != 0,
    };
    let mut records = Records::default();
    let inside = |offset: u64| assert!(offset <= bytes.len() as u64);
    if let Err((offset, _)) = manifest::records(chunk, &mut records) {
        inside(offset);
    }
    let Ok(own) = manifest::own(&records.plugins) else { return };
    match manifest::exports(&records.exports, &own.packages) {
        Ok(exports) => {
            let page = Manifest::from(&own.fields).with_exports(exports).to_string();
            assert!(page.len() < 100 * bytes.len(), "a page of {} bytes", page.len());
        }
        Err((offset, _)) => inside(offset),
    }
}

/// Reads the bytes as a file, whatever its format.
pub fn preflight(bytes: &[u8]) {
    preflight::examine(bytes);
}

#[cfg(all(test, target_os = "linux", target_pointer_width = "64", target_endian = "little"))]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use plugin_core::manifest::{NOTE_EXPORT, NOTE_NAME, NOTE_PLUGIN};
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::{Index, select};

    use crate::manifest::tests::{EXPORT, FULL, note};
    use crate::preflight;

    fn corpus(target: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target)
    }

    fn seeds(target: &str) -> Vec<Vec<u8>> {
        let files = fs::read_dir(corpus(target)).unwrap();
        files.map(|file| fs::read(file.unwrap().path()).unwrap()).collect()
    }

    /// A seed with some bytes changed and its end cut off.
    fn mutated(target: &str) -> impl Strategy<Value = Vec<u8>> + use<> {
        (
            select(seeds(target)),
            vec((any::<Index>(), any::<u8>()), 0..8),
            any::<Index>(),
            any::<bool>(),
        )
            .prop_map(|(mut bytes, changes, end, cut)| {
                for (index, byte) in changes {
                    let index = index.index(bytes.len());
                    bytes[index] = byte;
                }
                if cut {
                    bytes.truncate(end.index(bytes.len()));
                }
                bytes
            })
    }

    /// What a fuzzer starts from is what `plugin-core` writes today.
    #[test]
    fn the_corpus_is_up_to_date() {
        let notes = [
            note(&NOTE_NAME, NOTE_PLUGIN, FULL.payload()),
            note(&NOTE_NAME, NOTE_EXPORT, EXPORT.payload()),
            note(b"GNU\0", 3, b"0123456789"),
        ];
        let manifest = ("manifest", "notes", [vec![0], notes.concat()].concat());
        let files = preflight::tests::samples(&notes.concat());
        let files = files.into_iter().map(|(name, bytes)| ("preflight", name, bytes));
        for (target, name, bytes) in files.chain([manifest]) {
            let path = corpus(target).join(name);
            if std::env::var_os("BLESS").is_some() {
                fs::create_dir_all(corpus(target)).unwrap();
                fs::write(&path, bytes).unwrap();
            } else {
                let found = fs::read(&path).unwrap();
                assert!(found == bytes, "{name} has changed: run with BLESS=1");
            }
        }
    }

    proptest! {
        #[test]
        fn any_bytes_end_as_a_manifest_or_an_error(bytes in vec(any::<u8>(), 0..600)) {
            super::manifest(&bytes);
        }

        #[test]
        fn changed_notes_end_as_a_manifest_or_an_error(bytes in mutated("manifest")) {
            super::manifest(&bytes);
        }

        #[test]
        fn changed_files_end_as_a_plugin_or_an_error(bytes in mutated("preflight")) {
            super::preflight(&bytes);
        }

        #[test]
        fn any_bytes_after_a_magic_end_as_an_error(
            magic in select(vec![&b"\x7fELF\x02\x01\x01"[..], b"\xcf\xfa\xed\xfe", b"MZ", b"\xca\xfe\xba\xbe"]),
            bytes in vec(any::<u8>(), 0..600),
        ) {
            super::preflight(&[magic, &bytes].concat());
        }
    }
}
