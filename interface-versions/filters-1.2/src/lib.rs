//! A version that should not have had this number: one method has another parameter.
#![forbid(unsafe_code)]

/// A filter.
#[plugin_core::interface]
pub trait Filter: Sync {
    /// What it is called.
    fn title(&self) -> String;
    /// Twice the value.
    fn twice(&self, value: u64) -> u64;
    /// What it does with a value.
    fn describe(&self, value: u32) -> String {
        format!("{}, twice {value} is {}", self.title(), self.twice(value.into()))
    }
}
