//! The manifest: what a plugin's file says of itself, read without running any of its code.
//!
//! Apart from preflight because it knows no files: it takes the bytes of notes, wherever they come
//! from. `plugin_core::manifest` states the format.

mod application;
mod display;
mod export;
mod fields;
mod notes;
mod own;
mod plugin;
#[cfg(feature = "serde")]
mod serde;

pub use application::Application;
pub use export::ManifestExport;

pub(crate) use export::exports;
pub(crate) use fields::RecordError;
pub(crate) use notes::{Chunk, NOTE_START, Record, Records, records, starts_with_plugin};
pub(crate) use own::{Own, OwnError, own};
pub(crate) use plugin::{PluginFields, SEAL_LEN, decode, seal_place};

use crate::error::AbiVersion;

/// What a plugin says of itself: what [`inspect`](crate::inspect) reads of a file without running any of
/// it, and what [`Plugin::manifest`](crate::Plugin::manifest) tells of an open plugin.
///
/// Texts of which nothing is known are empty. Displayed, it is a page of text. With the feature `serde`
/// it implements `Serialize` and `Deserialize`.
///
/// # Examples
///
/// ```no_run
/// let manifest = plugin_host::inspect("target/debug/libgreeter.so")?;
/// println!("{manifest}");
/// for export in manifest.exports() {
///     println!("{}: {}", export.name(), export.docs());
/// }
/// # Ok::<(), plugin_host::InspectError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(::serde::Serialize, ::serde::Deserialize))]
pub struct Manifest {
    name: String,
    version: String,
    authors: String,
    description: String,
    license: String,
    repository: String,
    package: String,
    root_symbol: String,
    abi: Option<AbiVersion>,
    target: String,
    compiler: String,
    panic: PanicStrategy,
    debug_assertions: bool,
    application: Option<Application>,
    includes: Vec<String>,
    excludes: Vec<String>,
    sealed: bool,
    exports: Vec<ManifestExport>,
}

/// The version that a plugin speaks which does not say.
const NO_ABI: AbiVersion = AbiVersion { major: 0, minor: 0 };

/// What a panic in a plugin does, as the plugin was compiled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(::serde::Serialize, ::serde::Deserialize),
    serde(rename_all = "lowercase")
)]
#[non_exhaustive]
pub enum PanicStrategy {
    /// It unwinds to the guard and becomes an error in the host.
    Unwind,
    /// It ends the process.
    Abort,
    /// The plugin does not say.
    #[default]
    Unknown,
}

impl Manifest {
    /// Name of the plugin: its package's, unless `plugin!(name = "…")` says otherwise.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Version of the plugin.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Authors of the plugin.
    pub fn authors(&self) -> impl Iterator<Item = &str> {
        self.authors.split(':').filter(|author| !author.is_empty())
    }

    /// Description of the plugin.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// Licence of the plugin, as an SPDX expression.
    pub fn license(&self) -> &str {
        &self.license
    }

    /// Address of the plugin's repository.
    pub fn repository(&self) -> &str {
        &self.repository
    }

    /// The package that holds the plugin's `plugin!()`.
    pub fn package(&self) -> &str {
        &self.package
    }

    /// Name of the symbol behind which the plugin's tables stand.
    pub fn root_symbol(&self) -> &str {
        &self.root_symbol
    }

    /// Version of the plugin ABI that the plugin speaks.
    pub fn abi(&self) -> AbiVersion {
        self.abi.unwrap_or(NO_ABI)
    }

    /// The target triple that the plugin was compiled for.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// The compiler of the plugin, as `rustc --version` prints it.
    pub fn compiler(&self) -> &str {
        &self.compiler
    }

    /// What a panic in the plugin does.
    pub fn panic_strategy(&self) -> PanicStrategy {
        self.panic
    }

    /// Whether the plugin was compiled with debug assertions, as it is by default in debug builds.
    pub fn debug_assertions(&self) -> bool {
        self.debug_assertions
    }

    /// The application that the plugin is for; `None` if it does not say.
    pub fn application(&self) -> Option<&Application> {
        self.application.as_ref()
    }

    /// Whether the plugin holds a seal, as [`seal`](crate::seal()) writes it. Whether the seal is intact is
    /// checked when the plugin is opened.
    pub fn is_sealed(&self) -> bool {
        self.sealed
    }

    /// What the plugin exports, by name; those of included plugin crates, too.
    pub fn exports(&self) -> &[ManifestExport] {
        &self.exports
    }

    /// The same with these exports.
    pub(crate) fn with_exports(mut self, exports: Vec<ManifestExport>) -> Self {
        self.exports = exports;
        self
    }

    /// Packages of the plugin crates whose exports this plugin includes.
    pub fn includes(&self) -> impl ExactSizeIterator<Item = &str> {
        self.includes.iter().map(String::as_str)
    }

    /// Packages of the plugin crates that this plugin only links.
    pub fn excludes(&self) -> impl ExactSizeIterator<Item = &str> {
        self.excludes.iter().map(String::as_str)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    //! Records to test with.

    use plugin_core::Api;
    use plugin_core::manifest::{ExportNote, FORMAT, Note, PluginRecord, bytes};

    const RECORD: PluginRecord = PluginRecord {
        name: "com.example.x",
        version: "1.2.3",
        authors: "Ann:Bob",
        description: "does x",
        license: "MIT",
        repository: "https://example.com/x",
        package: "x",
        root_symbol: "x_root",
        panic: "unwind",
        debug_assertions: true,
        application: Some(Api::new("com.example.editor", "2.1")),
        includes: &["a", "b"],
        excludes: &["c"],
    };
    pub(crate) static FULL: Note<{ RECORD.encoded_len() }> = RECORD.note();

    pub(crate) static EXPORT: ExportNote<115, 1, 10> = ExportNote::new(
        b"\x01\0\x01\0\x05\0\0\0greet\x02\0\x04\0\0\0\x01\0\0\0\
          \x06\0\x22\0\0\0pub fn greet(name: &str) -> String\x07\0\x12\0\0\0Greets.\n\nPolitely.\
          \x08\0\x0c\0\0\0\x04\0\0\0menuHelp\x08\0\x04\0\0\0\0\0\0\0",
        *b"x",
        bytes("src/lib.rs"),
        12,
    );

    pub(crate) fn field(tag: u16, bytes: &[u8]) -> Vec<u8> {
        let len = u32::try_from(bytes.len()).unwrap();
        [&tag.to_le_bytes()[..], &len.to_le_bytes(), bytes].concat()
    }

    pub(crate) fn record(fields: &[&[u8]]) -> Vec<u8> {
        [&FORMAT.to_le_bytes()[..], &fields.concat()].concat()
    }

    pub(crate) fn note(name: &[u8], kind: u32, payload: &[u8]) -> Vec<u8> {
        let padded = |bytes: &[u8]| {
            let mut bytes = bytes.to_vec();
            bytes.resize(bytes.len().next_multiple_of(4), 0);
            bytes
        };
        let len = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap().to_le_bytes();
        [&len(name)[..], &len(payload), &kind.to_le_bytes(), &padded(name), &padded(payload)]
            .concat()
    }
}
