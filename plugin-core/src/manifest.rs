//! The manifest: what a plugin's file says of itself to a reader that runs none of its code.
//!
//! Here is the format and the writer, which runs at compile time; the reader is `plugin-host`'s.
//! A record is self-contained bytes, without pointers, so that it reads without relocation.
//!
//! In ELF files a record is a note called [`NOTE_NAME`] in a section of its own,
//! [`ELF_SECTION`], which linkers put behind a `PT_NOTE` program header. Mach-O and PE files hold
//! the same bytes, note header included, in [`MACHO_SECTION`] and [`PE_SECTION`].
//!
//! The payload ("descriptor") of a note is the format version as `u16`, then fields: tag as `u16`,
//! length as `u32`, that many bytes; up to three zero bytes pad the end. These integers are
//! little-endian; the note's header has the byte order of the target. A reader skips tags that it
//! does not know and refuses a newer format version.

/// Name of our notes, with its terminating zero.
pub const NOTE_NAME: [u8; 12] = *b"rust-plugin\0";
/// Type of the note that `plugin!()` leaves: one for each plugin crate in the file.
pub const NOTE_PLUGIN: u32 = 1;
/// Version of the record format.
pub const FORMAT: u16 = 1;
/// Section that holds the notes in an ELF file.
pub const ELF_SECTION: &str = ".note.rust-plugin";
/// Section that holds the notes in a Mach-O file.
pub const MACHO_SECTION: &str = "__DATA,__rust_plugin";
/// Section that holds the notes in a PE file.
pub const PE_SECTION: &str = ".rplugin";

/// The compiler of this build, as `rustc --version` prints it.
pub const COMPILER: &str = env!("PLUGIN_CORE_RUSTC");
/// The target triple of this build.
pub const TARGET: &str = env!("PLUGIN_CORE_TARGET");

/// Tags of the plugin record's fields. All are UTF-8 text unless said otherwise; an absent or
/// empty field means that nothing is known.
pub mod tag {
    /// Name of the plugin; required.
    pub const NAME: u16 = 1;
    /// Version of the plugin.
    pub const VERSION: u16 = 2;
    /// Authors, separated by colons.
    pub const AUTHORS: u16 = 3;
    /// Description.
    pub const DESCRIPTION: u16 = 4;
    /// Licence expression.
    pub const LICENSE: u16 = 5;
    /// Repository address.
    pub const REPOSITORY: u16 = 6;
    /// Package that holds the `plugin!()`; required.
    pub const PACKAGE: u16 = 7;
    /// Name of the symbol that the prefix stands behind; required.
    pub const ROOT_SYMBOL: u16 = 8;
    /// ABI version: two `u16`, major and minor; required.
    pub const ABI: u16 = 9;
    /// Target triple; required.
    pub const TARGET: u16 = 10;
    /// Compiler, as `rustc --version` prints it.
    pub const COMPILER: u16 = 11;
    /// Panic strategy: `unwind` or `abort`.
    pub const PANIC: u16 = 12;
    /// One byte: 1 if debug assertions are on.
    pub const DEBUG_ASSERTIONS: u16 = 13;
    /// Package of a plugin crate whose exports this plugin includes; repeated.
    pub const INCLUDES: u16 = 14;
    /// Package of a plugin crate that this plugin links without including its exports; repeated.
    pub const EXCLUDES: u16 = 15;
}

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
    /// See [`tag::INCLUDES`].
    pub includes: &'static [&'static str],
    /// See [`tag::EXCLUDES`].
    pub excludes: &'static [&'static str],
}

impl PluginRecord {
    /// Length of the encoded payload, padded to the alignment of notes.
    pub const fn encoded_len(&self) -> usize {
        self.encode::<0>().len.next_multiple_of(4)
    }

    /// The note: `N` is [`encoded_len`](Self::encoded_len).
    ///
    /// # Panics
    ///
    /// At compile time, if `N` is another number.
    pub const fn note<const N: usize>(&self) -> Note<N> {
        let writer = self.encode::<N>();
        assert!(writer.len.next_multiple_of(4) == N);
        Note::new(NOTE_PLUGIN, writer.bytes)
    }

    const fn encode<const N: usize>(&self) -> Writer<N> {
        let mut writer = Writer::new();
        writer.put(&FORMAT.to_le_bytes());
        writer.text(tag::NAME, self.name);
        writer.text(tag::VERSION, self.version);
        writer.text(tag::AUTHORS, self.authors);
        writer.text(tag::DESCRIPTION, self.description);
        writer.text(tag::LICENSE, self.license);
        writer.text(tag::REPOSITORY, self.repository);
        writer.text(tag::PACKAGE, self.package);
        writer.text(tag::ROOT_SYMBOL, self.root_symbol);
        let major = crate::abi::ABI_MAJOR.to_le_bytes();
        let minor = crate::abi::ABI_MINOR.to_le_bytes();
        writer.field(tag::ABI, &[major[0], major[1], minor[0], minor[1]]);
        writer.text(tag::TARGET, TARGET);
        writer.text(tag::COMPILER, COMPILER);
        writer.text(tag::PANIC, self.panic);
        writer.field(tag::DEBUG_ASSERTIONS, &[self.debug_assertions as u8]);
        writer.texts(tag::INCLUDES, self.includes);
        writer.texts(tag::EXCLUDES, self.excludes);
        writer
    }
}

/// A note with a payload of `N` bytes, as it stands in the file.
#[repr(C, align(4))]
#[derive(Debug)]
pub struct Note<const N: usize> {
    name_len: u32,
    payload_len: u32,
    kind: u32,
    name: [u8; 12],
    payload: [u8; N],
}

impl<const N: usize> Note<N> {
    const fn new(kind: u32, payload: [u8; N]) -> Self {
        Self {
            name_len: length(NOTE_NAME.len()),
            payload_len: length(N),
            kind,
            name: NOTE_NAME,
            payload,
        }
    }

    /// The payload.
    pub const fn payload(&self) -> &[u8; N] {
        &self.payload
    }
}

/// A length as it is written.
#[expect(clippy::cast_possible_truncation, reason = "checked")]
const fn length(len: usize) -> u32 {
    assert!(len <= u32::MAX as usize);
    len as u32
}

/// Writes into `N` bytes and counts on past their end, so that `N = 0` measures.
struct Writer<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> Writer<N> {
    const fn new() -> Self {
        Self { bytes: [0; N], len: 0 }
    }

    const fn put(&mut self, bytes: &[u8]) {
        let mut index = 0;
        while index < bytes.len() {
            if self.len < N {
                self.bytes[self.len] = bytes[index];
            }
            self.len += 1;
            index += 1;
        }
    }

    const fn field(&mut self, tag: u16, bytes: &[u8]) {
        self.put(&tag.to_le_bytes());
        self.put(&length(bytes.len()).to_le_bytes());
        self.put(bytes);
    }

    const fn text(&mut self, tag: u16, text: &str) {
        if !text.is_empty() {
            self.field(tag, text.as_bytes());
        }
    }

    const fn texts(&mut self, tag: u16, texts: &[&str]) {
        let mut index = 0;
        while index < texts.len() {
            self.text(tag, texts[index]);
            index += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
