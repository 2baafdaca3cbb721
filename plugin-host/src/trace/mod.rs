//! Events and spans of plugins: this program's `tracing` subscriber takes them.

#[cfg(feature = "tracing")]
mod sink;
#[cfg(feature = "tracing")]
mod sites;
#[cfg(feature = "tracing")]
mod spans;
#[cfg(feature = "tracing")]
mod values;

#[cfg(feature = "tracing")]
pub(crate) use self::sink::SINK;

/// What plugins are told of this program's subscriber.
#[cfg(not(feature = "tracing"))]
pub(crate) const SINK: Option<&'static plugin_core::abi::TraceSink> = None;
