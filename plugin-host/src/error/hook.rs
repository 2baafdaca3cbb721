//! Hooks that failed.

use std::fmt;

use plugin_core::abi::HookEntry;
use plugin_core::private::HookFailure;

/// A hook that returned an error or panicked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HookError {
    kind: &'static str,
    plugin: String,
    hook: String,
    place: String,
    message: String,
    panicked: bool,
}

impl HookError {
    /// Describes the failure of a hook of one `kind`: "init" or "shutdown".
    pub(crate) fn new(
        kind: &'static str,
        plugin: &str,
        hook: &HookEntry,
        failure: &HookFailure,
    ) -> Self {
        let stands = || format!("{}:{}", hook.file.as_str(), hook.line);
        let (place, message, panicked) = match failure {
            HookFailure::Error(message) => (stands(), message.clone(), false),
            HookFailure::Panic(panic) => {
                let place = panic
                    .place()
                    .map_or_else(stands, |(file, line, column)| format!("{file}:{line}:{column}"));
                (place, panic.message().to_owned(), true)
            }
        };
        let hook = hook.name.as_str().to_owned();
        Self { kind, plugin: plugin.to_owned(), hook, place, message, panicked }
    }

    /// Name of the plugin.
    pub fn plugin(&self) -> &str {
        &self.plugin
    }

    /// Name of the hook.
    pub fn hook(&self) -> &str {
        &self.hook
    }

    /// Where the panic happened, or where the hook stands: `src/lib.rs:12`.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What the panic or the error said.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Whether it panicked.
    pub fn panicked(&self) -> bool {
        self.panicked
    }

    pub(super) fn text(
        plugin: &str,
        kind: &str,
        hook: &str,
        place: &str,
        message: &str,
        panicked: bool,
    ) -> String {
        let how = if panicked { "panicked" } else { "failed" };
        format!("{kind} hook `{hook}` of plugin `{plugin}` {how} at {place}: {message}")
    }
}

impl From<HookError> for super::OpenError {
    fn from(error: HookError) -> Self {
        let HookError { kind: _, plugin, hook, place, message, panicked } = error;
        Self::Init { plugin, hook, place, message, panicked, earlier: false }
    }
}

impl fmt::Display for HookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, plugin, hook, place, message, panicked } = self;
        f.write_str(&Self::text(plugin, kind, hook, place, message, *panicked))
    }
}

impl std::error::Error for HookError {}

/// Shutdown hooks that failed; all others have run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShutdownError {
    pub(crate) failures: Vec<HookError>,
}

impl ShutdownError {
    /// The hooks that failed, in the order in which they ran; at least one.
    pub fn failures(&self) -> &[HookError] {
        &self.failures
    }
}

impl fmt::Display for ShutdownError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.failures[..] {
            [one] => one.fmt(f),
            several => {
                write!(f, "{} shutdown hooks failed: ", several.len())?;
                super::words::list(several).fmt(f)
            }
        }
    }
}

impl std::error::Error for ShutdownError {}
