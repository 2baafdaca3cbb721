//! The manifest: what a plugin's file says of itself, read without running any of its code.
//!
//! Apart from preflight because it knows no files: it takes the bytes of notes, wherever they come
//! from. `plugin_core::manifest` states the format.

mod decode;
mod notes;
mod own;

pub(crate) use decode::{RecordError, decode};
pub(crate) use notes::{Chunk, Record, records};
pub(crate) use own::{OwnError, own};

use crate::error::AbiVersion;

/// What a plugin says of itself.
///
/// Texts of which nothing is known are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    includes: Vec<String>,
    excludes: Vec<String>,
}

/// What a panic in a plugin does, as the plugin was compiled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
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
        self.abi.unwrap_or(AbiVersion { major: 0, minor: 0 })
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

    use plugin_core::manifest::{FORMAT, Note, PluginRecord};

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
        includes: &["a", "b"],
        excludes: &["c"],
    };
    pub(crate) static FULL: Note<{ RECORD.encoded_len() }> = RECORD.note();

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
