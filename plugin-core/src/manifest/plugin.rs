//! The record of `plugin!()`.

use super::note::Note;
use super::writer::Writer;
use super::{COMPILER, NOTE_PLUGIN, TARGET, tag};
use crate::abi::{ABI_MAJOR, ABI_MINOR};
use crate::api::Api;

/// What `plugin!()` knows of the plugin.
#[derive(Clone, Copy, Debug)]
pub struct PluginRecord {
    /// See [`tag::NAME`].
    pub name: &'static str,
    /// See [`tag::VERSION`].
    pub version: &'static str,
    /// See [`tag::AUTHORS`].
    pub authors: &'static str,
    /// See [`tag::DESCRIPTION`].
    pub description: &'static str,
    /// See [`tag::LICENSE`].
    pub license: &'static str,
    /// See [`tag::REPOSITORY`].
    pub repository: &'static str,
    /// See [`tag::PACKAGE`].
    pub package: &'static str,
    /// See [`tag::ROOT_SYMBOL`].
    pub root_symbol: &'static str,
    /// See [`tag::PANIC`].
    pub panic: &'static str,
    /// See [`tag::DEBUG_ASSERTIONS`].
    pub debug_assertions: bool,
    /// See [`tag::APPLICATION`] and [`tag::APPLICATION_VERSION`].
    pub application: Option<Api>,
    /// See [`tag::INCLUDES`].
    pub includes: &'static [&'static str],
    /// See [`tag::EXCLUDES`].
    pub excludes: &'static [&'static str],
}

impl PluginRecord {
    /// Length of the encoded payload, padded to the alignment of notes.
    pub const fn encoded_len(&self) -> usize {
        self.encode::<0>().padded_len()
    }

    /// The note: `N` is [`encoded_len`](Self::encoded_len).
    ///
    /// # Panics
    ///
    /// At compile time, if `N` is another number or a text is longer than
    /// [`FIELD_MAX`](super::FIELD_MAX).
    pub const fn note<const N: usize>(&self) -> Note<N> {
        Note::new(NOTE_PLUGIN, self.payload())
    }

    /// The note's payload, and what the prefix holds.
    ///
    /// # Panics
    ///
    /// As [`note`](Self::note).
    pub const fn payload<const N: usize>(&self) -> [u8; N] {
        self.encode::<N>().finish()
    }

    const fn encode<const N: usize>(&self) -> Writer<N> {
        let mut writer = Writer::new();
        writer.text(tag::NAME, self.name);
        writer.text(tag::VERSION, self.version);
        writer.text(tag::AUTHORS, self.authors);
        writer.text(tag::DESCRIPTION, self.description);
        writer.text(tag::LICENSE, self.license);
        writer.text(tag::REPOSITORY, self.repository);
        writer.text(tag::PACKAGE, self.package);
        writer.text(tag::ROOT_SYMBOL, self.root_symbol);
        let [major, minor] = [ABI_MAJOR.to_le_bytes(), ABI_MINOR.to_le_bytes()];
        writer.field(tag::ABI, &[major[0], major[1], minor[0], minor[1]]);
        writer.text(tag::TARGET, TARGET);
        writer.text(tag::COMPILER, COMPILER);
        writer.text(tag::PANIC, self.panic);
        writer.field(tag::DEBUG_ASSERTIONS, &[self.debug_assertions as u8]);
        if let Some(application) = &self.application {
            writer.text(tag::APPLICATION, application.name());
            writer.text(tag::APPLICATION_VERSION, application.version());
        }
        writer.texts(tag::INCLUDES, self.includes);
        writer.texts(tag::EXCLUDES, self.excludes);
        writer.field(tag::SEAL, &[0; 32]);
        writer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::FORMAT;

    const RECORD: PluginRecord = PluginRecord {
        name: "greeter",
        version: "1.2.3",
        authors: "",
        description: "",
        license: "",
        repository: "",
        package: "greeter",
        root_symbol: "root",
        panic: "unwind",
        debug_assertions: true,
        application: None,
        includes: &["a", "b"],
        excludes: &[],
    };

    #[test]
    fn a_record_starts_with_the_format_and_the_name() {
        static NOTE: Note<{ RECORD.encoded_len() }> = RECORD.note();
        let payload = NOTE.payload();
        assert_eq!(payload.len() % 4, 0);
        assert_eq!(payload[..2], FORMAT.to_le_bytes());
        assert_eq!(payload[2..15], *b"\x01\x00\x07\x00\x00\x00greeter");
        assert_eq!(size_of_val(&NOTE), 24 + payload.len());
    }

    #[test]
    fn a_record_is_written_unsealed() {
        static NOTE: Note<{ RECORD.encoded_len() }> = RECORD.note();
        let field = [&tag::SEAL.to_le_bytes()[..], &32u32.to_le_bytes(), &[0; 32]].concat();
        assert!(NOTE.payload().windows(field.len()).any(|window| window == field));
    }
}
