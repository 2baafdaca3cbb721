//! The first version.
#![forbid(unsafe_code)]

/// A filter.
#[plugin_core::interface]
pub trait Filter: Sync {
    /// What it is called.
    fn title(&self) -> String;
    /// Twice the value.
    fn twice(&self, value: u32) -> u32;
}
