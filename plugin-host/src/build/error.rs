//! Why a plugin was not built.

use std::ffi::OsString;
use std::{fmt, io};

/// A plugin that was not built.
///
/// Its `Debug` output, which `unwrap` shows, is the message and what the compiler said.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// Cargo, or rustup, cannot be run.
    #[error("`{}` cannot be run", program.display())]
    Cargo {
        /// The program.
        program: OsString,
        /// What the system said.
        source: io::Error,
    },

    /// Cargo ended with an error.
    #[error("cargo could not build package `{package}`")]
    Failed {
        /// The package.
        package: String,
        /// What cargo and the compiler said.
        diagnostics: String,
    },

    /// Cargo built the package and named no library.
    #[error("package `{package}` was built, but cargo named no library of it")]
    NoLibrary {
        /// The package.
        package: String,
    },

    /// There is no package whose plugin could be meant.
    #[error("this program does not run under cargo: name the plugin with `build::package`")]
    NoPackage,
}

impl BuildError {
    /// What cargo and the compiler said.
    pub fn diagnostics(&self) -> Option<&str> {
        match self {
            Self::Failed { diagnostics, .. } => Some(diagnostics),
            _ => None,
        }
    }
}

impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        match self {
            Self::Cargo { source, .. } => write!(f, ": {source}"),
            Self::Failed { diagnostics, .. } => write!(f, "\n{diagnostics}"),
            Self::NoLibrary { .. } | Self::NoPackage => Ok(()),
        }
    }
}
