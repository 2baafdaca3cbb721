//! Inspecting: what a file says of itself, without running or mapping any of it.

use std::path::Path;

use crate::error::OpenError;
use crate::manifest::Manifest;
use crate::preflight;

/// Reads the manifest of the plugin in the file at `path`.
///
/// Nothing of the file is run or mapped, only read: its headers and the manifest, a few pages of
/// whatever size it has. Plugins of other systems and machines can be read, too, and so can those of
/// another version of the plugin ABI.
///
/// # Errors
///
/// [`InspectError`] says what was found instead of a plugin.
///
/// # Examples
///
/// ```no_run
/// let manifest = plugin_host::inspect("target/debug/libgreeter.so")?;
/// println!("{} {} by {}", manifest.name(), manifest.version(), manifest.compiler());
/// # Ok::<(), plugin_host::InspectError>(())
/// ```
pub fn inspect(path: impl AsRef<Path>) -> Result<Manifest, InspectError> {
    Ok(preflight::describe(path.as_ref())?.manifest)
}

/// A file that could not be inspected.
///
/// Whatever is wrong with it is a fault that opening it would meet as well, so the faults are those of
/// [`OpenError`].
#[derive(Clone, Debug, thiserror::Error)]
#[error(transparent)]
pub struct InspectError(#[from] OpenError);

impl InspectError {
    /// What is wrong, as [`open`](crate::open()) tells it.
    ///
    /// # Examples
    ///
    /// ```
    /// use plugin_host::{OpenError, inspect};
    ///
    /// let error = inspect("/nowhere/libgreeter.so").unwrap_err();
    /// assert!(matches!(error.as_open_error(), OpenError::NotFound { .. }));
    /// ```
    pub fn as_open_error(&self) -> &OpenError {
        &self.0
    }

    /// The file.
    pub fn path(&self) -> Option<&Path> {
        self.0.path()
    }
}

impl From<InspectError> for OpenError {
    fn from(error: InspectError) -> Self {
        error.0
    }
}
