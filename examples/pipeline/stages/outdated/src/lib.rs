//! Made for another version of the interface: what the pipeline says of that.
#![forbid(unsafe_code)]

use plugin_core::{Error, export, interface};

plugin_core::plugin!(for = plugin_core::Api::new("com.example.pipeline", "1.0"));

/// A step of the pipeline, as it was once.
#[interface]
pub trait Stage: Send {
    /// Takes a record, and returns what it makes of it.
    fn record(&mut self, record: String) -> Option<String>;
}

struct Nothing;

impl Stage for Nothing {
    fn record(&mut self, record: String) -> Option<String> {
        Some(record)
    }
}

/// A stage that does nothing.
///
/// # Errors
///
/// Never.
#[export]
pub fn new_stage(_config: &str) -> Result<Box<dyn Stage>, Error> {
    Ok(Box::new(Nothing))
}
