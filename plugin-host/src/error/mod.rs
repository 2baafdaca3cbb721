//! Why a plugin does not open, in words: one variant for each thing that a user can meet.
//!
//! Long, because it is one type, each variant with its documentation.
//!
//! Apart from what finds these faults, because the words are part of the public interface and are
//! tested as a whole.

mod found;
mod hook;
mod refused;
#[cfg(test)]
mod tests;
mod words;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use plugin_core::DuplicateSymbol;

pub use self::found::{
    AbiVersion, Content, FileKind, Format, Incompatibility, LoaderError, Machine, Side,
};
pub use self::hook::{HookError, ShutdownError};
pub(crate) use self::refused::LIBRARY_PATH;
use self::refused::{Denied, Missing, Undefined, unreadable};
use self::words::{Already, Earlier, include_or_exclude, list, not_a_plugin, quoted};
use crate::manifest::Application;

/// A plugin that did not open.
///
/// The cause, where another library or the system gave one, is in
/// [`source`](std::error::Error::source) and not in the message. Failures that were found after the
/// file was loaded are remembered: opening it again returns the same error at once, with
/// [`is_earlier`](Self::is_earlier) true.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The path cannot name a file.
    #[error("path {path:?} {reason}")]
    InvalidPath {
        /// The path that was asked for.
        path: PathBuf,
        /// What is wrong with it.
        reason: &'static str,
    },

    /// There is no such file.
    #[error("`{}` does not exist", path.display())]
    NotFound {
        /// The path that was asked for.
        path: PathBuf,
    },

    /// Something that is not a regular file.
    #[error("`{}` is not a plugin: expected a file, found {kind}", path.display())]
    NotAFile {
        /// The path that was asked for.
        path: PathBuf,
        /// What it is.
        kind: FileKind,
    },

    /// The system does not let the file be read.
    #[error("`{}` cannot be read{}", path.display(), unreadable(source))]
    Unreadable {
        /// The path that was asked for.
        path: PathBuf,
        /// What the system said.
        source: Arc<io::Error>,
    },

    /// The file, or a folder on the way to it, is closed to the user that this process runs as.
    ///
    /// Only on Unix; elsewhere that is [`Unreadable`](Self::Unreadable).
    #[error(
        "`{}` cannot be read: {}",
        path.display(),
        Denied { path, at, mode: *mode, owner: *owner, group: *group, user: *user }
    )]
    PermissionDenied {
        /// The path that was asked for.
        path: PathBuf,
        /// The first part of it that denies access, symbolic links followed.
        at: PathBuf,
        /// Type and permissions of that part, as in `st_mode`.
        mode: u32,
        /// The user that it belongs to.
        owner: u32,
        /// The group that it belongs to.
        group: u32,
        /// The user with whose rights this process runs.
        user: u32,
        /// What the system said.
        source: Arc<io::Error>,
    },

    /// A file that is no shared library.
    #[error("`{}` is not a plugin: expected a shared library, found {what}{}", path.display(), words::cure(*what))]
    NotALibrary {
        /// The file.
        path: PathBuf,
        /// What it holds.
        what: Content,
    },

    /// A library of another family of systems.
    #[error("`{}` is for another system: expected {expected}, found {found}", path.display())]
    WrongFormat {
        /// The file.
        path: PathBuf,
        /// The format of this system.
        expected: Format,
        /// The format of the file.
        found: Format,
    },

    /// A library for another processor.
    #[error("`{}` is for another machine: expected {expected}, found {found}", path.display())]
    WrongArchitecture {
        /// The file.
        path: PathBuf,
        /// What this host runs on.
        expected: Machine,
        /// What the library runs on.
        found: Machine,
    },

    /// A library of the right format that cannot be loaded without harm.
    #[error("`{}` is damaged: {reason}; build or copy it again", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },

    /// A library without a manifest.
    #[error("`{}` is a library but not a plugin: {}", path.display(), not_a_plugin(*rust))]
    NotAPlugin {
        /// The file.
        path: PathBuf,
        /// Whether it was compiled by rustc, so that a line in its source makes it a plugin.
        rust: bool,
    },

    /// A manifest that does not hold what its format demands.
    #[error(
        "the manifest of `{}` is damaged at byte {offset}: {reason}; build or copy it again",
        path.display()
    )]
    BadManifest {
        /// The file.
        path: PathBuf,
        /// Position of the fault in the file.
        offset: u64,
        /// What is wrong there.
        reason: String,
    },

    /// A manifest of a format that this host does not know yet.
    #[error(
        "the manifest of `{}` has a newer format: expected {expected}, found {found}; update \
         `plugin-host`",
        path.display()
    )]
    NewerManifest {
        /// The file.
        path: PathBuf,
        /// The format that this host reads.
        expected: u16,
        /// The format of the file.
        found: u16,
    },

    /// A file that holds several plugins, and none of them says that it is made of the others.
    #[error(
        "`{}` holds several plugins, and none says what it does with the others: {}; {}",
        path.display(), quoted(names), include_or_exclude(path, names)
    )]
    SeveralPlugins {
        /// The file.
        path: PathBuf,
        /// The packages of the plugins, sorted.
        names: Vec<String>,
    },

    /// Host and plugin speak different major versions of the plugin ABI.
    #[error(
        "`{}` has another plugin ABI: expected {host}, found {plugin}; {}",
        path.display(), older.cure()
    )]
    UnsupportedAbi {
        /// The file.
        path: PathBuf,
        /// The ABI of this host.
        host: AbiVersion,
        /// The ABI of the plugin.
        plugin: AbiVersion,
        /// The side that has to be updated.
        older: Side,
    },

    /// A plugin built for another target: for musl, where the host uses glibc.
    #[error("`{}` is for another target: expected `{expected}`, found `{found}`", path.display())]
    WrongTarget {
        /// The file.
        path: PathBuf,
        /// Target triple of this host.
        expected: String,
        /// Target triple of the plugin.
        found: String,
    },

    /// A plugin for another application, or for a version of it that this host is not compatible with.
    #[error("`{}` {}", path.display(), words::application(expected, found.as_ref()))]
    WrongApplication {
        /// The file.
        path: PathBuf,
        /// What this host is.
        expected: Application,
        /// What the plugin is for; `None` if it does not say.
        found: Option<Application>,
    },

    /// A sealed file that is not what was sealed.
    #[error(
        "`{}` has changed since it was sealed: copy or build it again; where `strip` or `patchelf` \
         changed it on purpose, seal it again",
        path.display()
    )]
    BrokenSeal {
        /// The file.
        path: PathBuf,
    },

    /// A file without a seal, where the host requires one.
    #[error(
        "`{}` is not sealed, as this host requires: seal it with `plugin_host::seal` after it was \
         built",
        path.display()
    )]
    NotSealed {
        /// The file.
        path: PathBuf,
    },

    /// The file cannot be opened by way of a private copy.
    #[error("`{}` cannot be copied to `{}`: {reason}", path.display(), folder.display())]
    PrivateCopy {
        /// The file.
        path: PathBuf,
        /// The folder of the copies.
        folder: PathBuf,
        /// What is wrong.
        reason: String,
        /// What the system said, if it did.
        source: Option<Arc<io::Error>>,
    },

    /// A library that the plugin needs is not on this system.
    #[error(
        "`{}` cannot be loaded: {}",
        path.display(),
        Missing { library, indirect: *indirect, run_path, library_path }
    )]
    MissingDependency {
        /// The file.
        path: PathBuf,
        /// Name of the library.
        library: String,
        /// Whether the file does not name it, so that one of the libraries that it names needs it.
        indirect: bool,
        /// The folders that the file names for its libraries.
        run_path: Vec<PathBuf>,
        /// The folders of `LD_LIBRARY_PATH` when this program was started.
        library_path: Vec<PathBuf>,
        /// What the system's loader said.
        source: LoaderError,
    },

    /// A library that the plugin needs is there, but older than what the plugin was built with.
    #[error(
        "`{}` cannot be loaded: it needs version `{version}` of `{library}`, and the one that is \
         installed is older; update it, or build the plugin on a system with the older one",
        path.display()
    )]
    OutdatedDependency {
        /// The file.
        path: PathBuf,
        /// The library that was found.
        library: String,
        /// The version that it lacks.
        version: String,
        /// What the system's loader said.
        source: LoaderError,
    },

    /// The plugin needs a symbol that no library defines.
    #[error(
        "`{}` cannot be loaded: {}",
        path.display(),
        Undefined { symbol, version: version.as_deref(), library: library.as_deref() }
    )]
    UndefinedSymbol {
        /// The file.
        path: PathBuf,
        /// Name of the symbol.
        symbol: String,
        /// The version of the symbol, if it has one.
        version: Option<String>,
        /// The library that should define it, if that is known.
        library: Option<String>,
        /// What the system's loader said.
        source: LoaderError,
    },

    /// The file lies on a file system from which the system runs no code.
    #[error(
        "`{}` cannot be loaded: it lies on a file system that is mounted `noexec`; copy it to \
         another one, or mount that one with `exec`",
        path.display()
    )]
    NoExec {
        /// The file.
        path: PathBuf,
        /// What the system's loader said.
        source: LoaderError,
    },

    /// The system's loader refused the file for another reason.
    #[error("`{}` cannot be loaded", path.display())]
    Load {
        /// The file.
        path: PathBuf,
        /// What the system's loader said.
        source: LoaderError,
    },

    /// The file that was loaded is not the one that was checked.
    #[error("`{}` was replaced while it was being opened: open it again", path.display())]
    Replaced {
        /// The file.
        path: PathBuf,
    },

    /// The plugin does not offer what its host needs.
    #[error(
        "plugin `{plugin}` does not fit this host: {}{}", list(differences), Earlier(*earlier)
    )]
    Incompatible {
        /// Name of the plugin.
        plugin: String,
        /// Everything in which they differ.
        differences: Vec<Incompatibility>,
        /// Whether an earlier open found this.
        earlier: bool,
    },

    /// Two exports of the plugin have one name.
    #[error("plugin `{plugin}`: {duplicate}{}", Earlier(*earlier))]
    DuplicateSymbol {
        /// Name of the plugin.
        plugin: String,
        /// The name and both places.
        duplicate: DuplicateSymbol,
        /// Whether an earlier open found this.
        earlier: bool,
    },

    /// The plugin's hooks cannot be put in order.
    #[error("the hooks of plugin `{plugin}` have no order: {problem}{}", Earlier(*earlier))]
    Hooks {
        /// Name of the plugin.
        plugin: String,
        /// Which hooks wait for what.
        problem: String,
        /// Whether an earlier open found this.
        earlier: bool,
    },

    /// An init hook returned an error or panicked.
    #[error("{}{}", HookError::text(plugin, "init", hook, place, message, *panicked),
        Earlier(*earlier))]
    Init {
        /// Name of the plugin.
        plugin: String,
        /// Name of the hook.
        hook: String,
        /// Where the panic happened, or where the hook stands: `src/lib.rs:12`.
        place: String,
        /// What the panic or the error said.
        message: String,
        /// Whether it panicked.
        panicked: bool,
        /// Whether an earlier open found this.
        earlier: bool,
    },

    /// The host itself panicked in the middle of an open.
    #[error("a panic in the host interrupted the opening of plugin `{plugin}`{}",
        Earlier(*earlier))]
    Interrupted {
        /// Name of the plugin.
        plugin: String,
        /// Whether an earlier open found this.
        earlier: bool,
    },

    /// An init hook opens a plugin whose own opening waits for that hook.
    #[error("the opening of plugin `{}` waits for itself: {}",
        chain.first().map_or("", String::as_str), words::chain(chain))]
    Circular {
        /// The plugins, each opened by the one before it; the last is the first.
        chain: Vec<String>,
    },

    /// Another file with this plugin's name is loaded, or this file was loaded before it changed.
    #[error("{}", Already { name, first: first.as_deref(), replaced: *replaced })]
    AlreadyLoaded {
        /// Name of the plugin that is loaded.
        name: String,
        /// The file that it was loaded from; `None` if it is linked into the program.
        first: Option<PathBuf>,
        /// Whether that file was replaced or changed since.
        replaced: bool,
    },

    /// The plugin is open, but another [`Host`](crate::Host) opened it under laxer settings.
    #[error(
        "plugin `{plugin}` was opened under other settings: expected `{expected}`, found `{found}`"
    )]
    OpenedUnderOtherSettings {
        /// Name of the plugin.
        plugin: String,
        /// The setting of the host that was asked.
        expected: String,
        /// The setting under which the plugin was opened.
        found: String,
    },
}

impl OpenError {
    /// The file that the error is about; `None` if it is about the plugin in it.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::InvalidPath { path, .. }
            | Self::NotFound { path }
            | Self::NotAFile { path, .. }
            | Self::Unreadable { path, .. }
            | Self::PermissionDenied { path, .. }
            | Self::NotALibrary { path, .. }
            | Self::WrongFormat { path, .. }
            | Self::WrongArchitecture { path, .. }
            | Self::Damaged { path, .. }
            | Self::NotAPlugin { path, .. }
            | Self::BadManifest { path, .. }
            | Self::NewerManifest { path, .. }
            | Self::SeveralPlugins { path, .. }
            | Self::UnsupportedAbi { path, .. }
            | Self::WrongTarget { path, .. }
            | Self::WrongApplication { path, .. }
            | Self::BrokenSeal { path }
            | Self::NotSealed { path }
            | Self::PrivateCopy { path, .. }
            | Self::MissingDependency { path, .. }
            | Self::OutdatedDependency { path, .. }
            | Self::UndefinedSymbol { path, .. }
            | Self::NoExec { path, .. }
            | Self::Load { path, .. }
            | Self::Replaced { path } => Some(path),
            Self::AlreadyLoaded { first, .. } => first.as_deref(),
            Self::Incompatible { .. }
            | Self::DuplicateSymbol { .. }
            | Self::Hooks { .. }
            | Self::Init { .. }
            | Self::Interrupted { .. }
            | Self::Circular { .. }
            | Self::OpenedUnderOtherSettings { .. } => None,
        }
    }

    /// Whether an earlier open of the same file found this and nothing was tried again.
    pub fn is_earlier(&self) -> bool {
        match self {
            Self::Incompatible { earlier, .. }
            | Self::DuplicateSymbol { earlier, .. }
            | Self::Hooks { earlier, .. }
            | Self::Init { earlier, .. }
            | Self::Interrupted { earlier, .. } => *earlier,
            _ => false,
        }
    }

    /// The same error, as a later open returns it.
    #[must_use]
    pub(crate) fn remembered(mut self) -> Self {
        match &mut self {
            Self::Incompatible { earlier, .. }
            | Self::DuplicateSymbol { earlier, .. }
            | Self::Hooks { earlier, .. }
            | Self::Init { earlier, .. }
            | Self::Interrupted { earlier, .. } => *earlier = true,
            _ => {}
        }
        self
    }
}
