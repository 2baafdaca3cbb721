//! Events and spans of `tracing`: each binary has a subscriber of its own, and the one of a plugin hands on
//! to the host's.
//!
//! `describe` serves both sides of the boundary; the rest is the plugin's.

#[cfg(feature = "tracing")]
mod describe;
#[cfg(feature = "tracing")]
mod forward;
#[cfg(feature = "tracing")]
mod sites;
#[cfg(feature = "tracing")]
mod values;

#[cfg(feature = "tracing")]
pub use self::describe::{describe, metadata};
#[cfg(feature = "tracing")]
pub(crate) use self::forward::install;

/// Without the feature, a plugin does as it likes.
#[cfg(not(feature = "tracing"))]
pub(crate) fn install(_: Option<&crate::abi::HostInfo>, _: &'static str) {}
