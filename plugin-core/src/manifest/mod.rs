//! The manifest: what a plugin's file says of itself to a reader that runs none of its code.
//!
//! Here is the format and the writer, which runs at compile time; the reader is `plugin-host`'s.
//! `plugin!()` leaves a [`PluginRecord`], each `#[export]` an [`ExportNote`]. A record is
//! self-contained bytes, without pointers, so that it reads without relocation, and without anything
//! that differs between two builds of one source, such as times and absolute paths.
//!
//! In ELF files a record is a note called [`NOTE_NAME`], the plugin's in a section of its own,
//! [`ELF_SECTION`], those of exports in [`ELF_EXPORTS_SECTION`], so that whoever opens a plugin need not
//! read these. Linkers put both behind a `PT_NOTE` program header. Mach-O and PE files hold the same
//! bytes, note headers included, all of them in [`MACHO_SECTION`] or [`PE_SECTION`].
//!
//! The payload ("descriptor") of a note is the format version as `u16`, then fields: tag as `u16`,
//! length as `u32`, that many bytes; up to three zero bytes pad the end. These integers are
//! little-endian; the note's header has the byte order of the target. A reader skips tags that it
//! does not know and refuses a newer format version.

mod export;
mod note;
mod plugin;
mod writer;

pub use export::{ExportNote, bytes};
pub use note::{Note, NoteHeader};
pub use plugin::PluginRecord;

/// Name of our notes, with its terminating zero.
pub const NOTE_NAME: [u8; 12] = *b"rust-plugin\0";
/// Type of the note that `plugin!()` leaves: one for each plugin crate in the file.
pub const NOTE_PLUGIN: u32 = 1;
/// Type of the note that `#[export]` leaves: one for each export.
pub const NOTE_EXPORT: u32 = 2;
/// Version of the record format.
pub const FORMAT: u16 = 1;
/// Longest field of a record, in bytes.
pub const FIELD_MAX: usize = 1 << 20;
/// Section that holds the notes that `plugin!()` leaves in an ELF file.
pub const ELF_SECTION: &str = ".note.rust-plugin";
/// Section that holds the notes that `#[export]` leaves in an ELF file.
pub const ELF_EXPORTS_SECTION: &str = ".note.rust-export";
/// Section that holds the notes in a Mach-O file.
pub const MACHO_SECTION: &str = "__DATA,__rust_plugin";
/// Section that holds the notes in a PE file.
pub const PE_SECTION: &str = ".rplugin";

/// The compiler of this build, as `rustc --version` prints it.
pub const COMPILER: &str = env!("PLUGIN_CORE_RUSTC");
/// The target triple of this build.
pub const TARGET: &str = env!("PLUGIN_CORE_TARGET");

/// Tags of the plugin record's fields. They are UTF-8 text unless said otherwise; an absent or
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
    /// Name of the application that the plugin is for.
    pub const APPLICATION: u16 = 16;
    /// Version of that application's interface.
    pub const APPLICATION_VERSION: u16 = 17;
    /// 32 bytes: the BLAKE3 digest of the file, taken with these bytes zero in every plugin record; zero as long as the file
    /// is not sealed; required.
    pub const SEAL: u16 = 18;
}

/// Tags of an export record's fields; texts as those of [`tag`].
pub mod export_tag {
    /// Name to look up; required.
    pub const NAME: u16 = 1;
    /// One `u32` of [`symbol_kind`](crate::abi::symbol_kind); required.
    pub const KIND: u16 = 2;
    /// Package of the plugin crate that the export stands in; required.
    pub const PACKAGE: u16 = 3;
    /// File, relative to the package.
    pub const FILE: u16 = 4;
    /// Line of the attribute, from 1: one `u32`.
    pub const LINE: u16 = 5;
    /// The item as its author wrote it, on one line.
    pub const DECLARATION: u16 = 6;
    /// Its documentation.
    pub const DOCS: u16 = 7;
    /// One `"key" = "value"`: the length of the key as `u32`, the key, the value; repeated.
    pub const META: u16 = 8;
}
