//! A newer version: one method more, with a default body.
#![forbid(unsafe_code)]

/// A filter.
#[plugin_core::interface]
pub trait Filter: Sync {
    /// What it is called.
    fn title(&self) -> String;
    /// Twice the value.
    fn twice(&self, value: u32) -> u32;
    /// What it does with a value.
    fn describe(&self, value: u32) -> String {
        format!("{}, twice {value} is {}", self.title(), self.twice(value))
    }
}
