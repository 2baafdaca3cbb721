//! What preflight finds wrong, before the file's name is put to it.

use std::path::Path;

use plugin_core::abi::{ABI_MAJOR, ABI_MINOR};
use plugin_core::manifest::{FORMAT, TARGET};

use super::FORMAT_OF_HOST;
use crate::error::{AbiVersion, Content, Format, Machine, OpenError, Side};
use crate::manifest::{Application, RecordError};

/// Why a file is refused.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    NotALibrary(Content),
    Format(Format),
    Machine(Machine),
    Damaged(String),
    NotAPlugin { rust: bool },
    BadManifest { offset: u64, reason: String },
    NewerManifest { format: u16 },
    SeveralPlugins(Vec<String>),
    Abi(AbiVersion),
    Target(String),
    Application { expected: Application, found: Option<Application> },
}

// Cold, so that what is read of a sound file is close together: a first open finds none of this code in a cache.
impl Fault {
    #[cold]
    pub(super) fn damaged(reason: impl Into<String>) -> Self {
        Self::Damaged(reason.into())
    }

    /// A record at `position` cannot be read.
    #[cold]
    pub(super) fn of_record(position: u64, error: RecordError) -> Self {
        match error {
            RecordError::Bad { offset, reason } => {
                Self::BadManifest { offset: position.saturating_add(offset as u64), reason }
            }
            RecordError::Newer { format } => Self::NewerManifest { format },
        }
    }

    /// The fault of the file at `path`.
    #[cold]
    pub(super) fn at(self, path: &Path) -> OpenError {
        let path = path.to_owned();
        match self {
            Self::NotALibrary(what) => OpenError::NotALibrary { path, what },
            Self::Format(found) => OpenError::WrongFormat { path, expected: FORMAT_OF_HOST, found },
            Self::Machine(found) => {
                OpenError::WrongArchitecture { path, expected: Machine::HOST, found }
            }
            Self::Damaged(reason) => OpenError::Damaged { path, reason },
            Self::NotAPlugin { rust } => OpenError::NotAPlugin { path, rust },
            Self::BadManifest { offset, reason } => OpenError::BadManifest { path, offset, reason },
            Self::NewerManifest { format } => {
                OpenError::NewerManifest { path, expected: FORMAT, found: format }
            }
            Self::SeveralPlugins(names) => OpenError::SeveralPlugins { path, names },
            Self::Abi(plugin) => {
                let host = AbiVersion { major: ABI_MAJOR, minor: ABI_MINOR };
                let older = if plugin > host { Side::Host } else { Side::Plugin };
                OpenError::UnsupportedAbi { path, host, plugin, older }
            }
            Self::Application { expected, found } => {
                OpenError::WrongApplication { path, expected, found }
            }
            Self::Target(found) => {
                OpenError::WrongTarget { path, expected: TARGET.to_owned(), found }
            }
        }
    }
}
