//! Why a host did not do what a plugin asked of it, in the host's words.

use std::fmt;

use crate::abi::open_failure;
use crate::error::{Error, Link};
use crate::guard::PluginPanic;

/// A host that did not open a plugin for another one.
///
/// The message is the host's; what caused it is in [`source`](std::error::Error::source).
///
/// # Examples
///
/// ```no_run
/// use plugin_core::{HostContext, HostErrorKind};
///
/// fn shapes_are_there(host: &HostContext) -> bool {
///     match host.open("libshapes.so") {
///         Ok(_) => true,
///         Err(error) if error.kind() == HostErrorKind::NotFound => false,
///         Err(error) => panic!("{error}"),
///     }
/// }
/// ```
#[derive(Clone)]
pub struct HostError {
    kind: HostErrorKind,
    text: Link,
}

/// What a [`HostError`] is about, where that makes a difference to a plugin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HostErrorKind {
    /// There is no such file.
    NotFound,
    /// What the path names is not a plugin, or is damaged or cannot be read.
    NotAPlugin,
    /// The plugin is for another system, application or host.
    Incompatible,
    /// The system's loader refused it.
    NotLoaded,
    /// Its init hook failed.
    Init,
    /// The open would wait for itself.
    Circular,
    /// Another file with its name is open, or the file was replaced.
    AlreadyLoaded,
    /// The host's settings refuse it.
    Refused,
    /// There is no host: the context was made for a test.
    NoHost,
    /// The host panicked.
    Panicked,
    /// None of the others.
    Other,
}

impl HostErrorKind {
    pub(super) fn from_abi(kind: u32) -> Self {
        match kind {
            open_failure::NOT_FOUND => Self::NotFound,
            open_failure::NOT_A_PLUGIN => Self::NotAPlugin,
            open_failure::INCOMPATIBLE => Self::Incompatible,
            open_failure::NOT_LOADED => Self::NotLoaded,
            open_failure::INIT => Self::Init,
            open_failure::CIRCULAR => Self::Circular,
            open_failure::ALREADY_LOADED => Self::AlreadyLoaded,
            open_failure::REFUSED => Self::Refused,
            _ => Self::Other,
        }
    }

    pub(super) fn to_abi(self) -> u32 {
        match self {
            Self::NotFound => open_failure::NOT_FOUND,
            Self::NotAPlugin => open_failure::NOT_A_PLUGIN,
            Self::Incompatible => open_failure::INCOMPATIBLE,
            Self::NotLoaded => open_failure::NOT_LOADED,
            Self::Init => open_failure::INIT,
            Self::Circular => open_failure::CIRCULAR,
            Self::AlreadyLoaded => open_failure::ALREADY_LOADED,
            Self::Refused => open_failure::REFUSED,
            Self::NoHost | Self::Panicked | Self::Other => open_failure::OTHER,
        }
    }
}

impl HostError {
    pub(super) fn new(kind: HostErrorKind, error: Error) -> Self {
        Self { kind, text: error.into() }
    }

    pub(super) fn no_host() -> Self {
        let message = "there is no host to open plugins: this context was made for a test";
        Self::new(HostErrorKind::NoHost, Error::msg(message))
    }

    pub(super) fn panicked(panic: &PluginPanic) -> Self {
        Self::new(HostErrorKind::Panicked, Error::msg(format_args!("the host {panic}")))
    }

    /// What the error is about.
    pub fn kind(&self) -> HostErrorKind {
        self.kind
    }
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl fmt::Debug for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HostError")
            .field("kind", &self.kind)
            .field("message", &self.to_string())
            .finish_non_exhaustive()
    }
}

impl std::error::Error for HostError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.text.source()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_of_a_test_says_that_it_opens_nothing() {
        let error = crate::HostContext::empty().open("x.so").unwrap_err();
        assert_eq!(error.kind(), HostErrorKind::NoHost);
        assert_eq!(
            error.to_string(),
            "there is no host to open plugins: this context was made for a test"
        );
    }

    #[test]
    fn the_cause_is_in_the_source_and_not_in_the_message() {
        let error = Error::msg("disk on fire").context("`x.so` cannot be read");
        let error = HostError::new(HostErrorKind::NotAPlugin, error);
        assert_eq!(error.to_string(), "`x.so` cannot be read");
        let source = std::error::Error::source(&error).map(ToString::to_string);
        assert_eq!(source.as_deref(), Some("disk on fire"));
        assert_eq!(
            format!("{error:?}"),
            "HostError { kind: NotAPlugin, message: \"`x.so` cannot be read\", .. }"
        );
    }

    #[test]
    fn a_kind_crosses_as_a_number_and_comes_back() {
        use HostErrorKind as Kind;
        for kind in [
            Kind::NotFound,
            Kind::NotAPlugin,
            Kind::Incompatible,
            Kind::NotLoaded,
            Kind::Init,
            Kind::Circular,
            Kind::AlreadyLoaded,
            Kind::Refused,
            Kind::Other,
        ] {
            assert_eq!(Kind::from_abi(kind.to_abi()), kind);
        }
        assert_eq!(Kind::from_abi(u32::MAX), Kind::Other, "a newer host's");
    }
}
