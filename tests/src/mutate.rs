//! Plugin files with something changed: a field of the manifest, a name that the loader reads.
//!
//! Nothing changes its length, so that the rest of the file stays what it was, and no tools are
//! needed but these bytes.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use plugin_core::manifest::{NOTE_NAME, NOTE_PLUGIN};

/// Sizes of name and payload, and the type.
const NOTE_HEADER: usize = 12;
/// Tag and length.
const FIELD_HEADER: usize = 6;

/// The bytes of a plugin's file, to be changed.
#[derive(Clone, Debug)]
pub struct Mutant(pub Vec<u8>);

/// A field of a manifest, by its places in the file.
#[derive(Clone, Debug)]
pub struct Field {
    /// Where it begins.
    pub start: usize,
    /// Where its tag stands.
    pub tag: Range<usize>,
    /// Where its length stands.
    pub len: Range<usize>,
    /// Where its bytes stand.
    pub bytes: Range<usize>,
}

impl Mutant {
    /// A copy of the plugin at `path`.
    ///
    /// # Panics
    ///
    /// If it cannot be read.
    pub fn of(path: &Path) -> Self {
        Self(fs::read(path).unwrap())
    }

    /// Writes the file, named after what is wrong with it.
    ///
    /// # Panics
    ///
    /// If it cannot be written.
    pub fn write(&self, folder: &Path, name: &str) -> PathBuf {
        let path = folder.join(name);
        fs::write(&path, &self.0).unwrap();
        path
    }

    /// Puts `bytes` where others stood.
    ///
    /// # Panics
    ///
    /// If they do not fit.
    #[must_use]
    pub fn with(mut self, place: Range<usize>, bytes: &[u8]) -> Self {
        self.0[place].copy_from_slice(bytes);
        self
    }

    /// Puts `new` where the file's first string `old` stood: that of the loader's string table,
    /// which comes before all others.
    ///
    /// # Panics
    ///
    /// If there is none, or the lengths differ.
    #[must_use]
    pub fn with_string(self, old: &str, new: &str) -> Self {
        let start = self.find(format!("\0{old}\0").as_bytes()).next();
        let start = start.unwrap_or_else(|| panic!("the file needs `{old}`")) + 1;
        self.with(start..start + old.len(), new.as_bytes())
    }

    /// The first string that starts with `start`.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub fn string(&self, start: &str) -> String {
        let place = self.find(format!("\0{start}").as_bytes()).next();
        let text = &self.0[place.unwrap_or_else(|| panic!("a string `{start}…`")) + 1..];
        let len = text.iter().position(|byte| *byte == 0).expect("strings end");
        String::from_utf8(text[..len].to_vec()).expect("strings are text")
    }

    /// Where the note that `plugin!()` left begins.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub fn note(&self) -> usize {
        let len = u32::try_from(NOTE_NAME.len()).unwrap();
        self.find(&NOTE_NAME)
            .filter_map(|name| name.checked_sub(NOTE_HEADER))
            // The name also stands where sections are named.
            .find(|note| self.word(*note) == len && self.word(note + 8) == NOTE_PLUGIN)
            .expect("the file has the note of a plugin")
    }

    /// All notes of ours, in the order of the file.
    pub fn notes(&self) -> Vec<u8> {
        let len = u32::try_from(NOTE_NAME.len()).unwrap_or_default();
        let notes = self.find(&NOTE_NAME).filter_map(|name| {
            let note = name.checked_sub(NOTE_HEADER)?;
            let end = name + NOTE_NAME.len() + self.word(note + 4) as usize;
            (self.word(note) == len).then(|| &self.0[note..end])
        });
        notes.collect::<Vec<_>>().concat()
    }

    /// Where that note's payload stands.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub fn record(&self) -> Range<usize> {
        let note = self.note();
        let start = note + NOTE_HEADER + NOTE_NAME.len();
        start..start + self.word(note + 4) as usize
    }

    /// The first field of a tag.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub fn field(&self, tag: u16) -> Field {
        let record = self.record();
        let mut start = record.start + 2;
        while start + FIELD_HEADER <= record.end {
            let bytes = start + FIELD_HEADER;
            let len = u32::from_le_bytes(self.0[start + 2..bytes].try_into().unwrap()) as usize;
            let field = Field {
                start,
                tag: start..start + 2,
                len: start + 2..bytes,
                bytes: bytes..bytes + len,
            };
            if self.0[field.tag.clone()] == tag.to_le_bytes() {
                return field;
            }
            start = field.bytes.end;
        }
        panic!("the manifest has no field {tag}")
    }

    fn find<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        self.0.windows(bytes.len()).enumerate().filter(move |(_, it)| *it == bytes).map(|it| it.0)
    }

    /// A number in a note's header, which has the byte order of the target.
    fn word(&self, place: usize) -> u32 {
        u32::from_ne_bytes(self.0[place..place + 4].try_into().unwrap())
    }
}
