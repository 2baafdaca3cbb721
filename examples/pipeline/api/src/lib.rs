//! What the pipeline and its stages agree on.
#![forbid(unsafe_code)]

use std::sync::OnceLock;

use plugin_core::{Error, HostContext, Symbol, interface};

plugin_core::api!("com.example.pipeline", "1.0");

/// The export that makes a stage of its configuration.
pub const NEW_STAGE: &str = "new_stage";
/// Its type.
pub type NewStage = fn(&str) -> Result<Box<dyn Stage>, Error>;

/// A step of the pipeline.
#[interface]
pub trait Stage: Send {
    /// Takes a record, and passes on what it makes of it.
    ///
    /// # Errors
    ///
    /// What is wrong with the record.
    fn record(&mut self, record: &str, next: &mut dyn FnMut(&str)) -> Result<(), Error>;

    /// Takes note that there are no more records, and passes on what is left.
    ///
    /// # Errors
    ///
    /// What is wrong with all records together.
    fn finish(&mut self, next: &mut dyn FnMut(&str)) -> Result<(), Error> {
        let _ = next;
        Ok(())
    }

    /// What it has found out, in lines.
    fn report(&self) -> String {
        String::new()
    }
}

/// The service `count`: under a name, so many more.
pub type Count = fn(&str, u64);

/// What the pipeline counts for a stage, under names of the stage's choice.
///
/// A stage has one in a static, and connects it when it starts.
#[derive(Debug)]
pub struct Metrics(OnceLock<Symbol<Count>>);

impl Metrics {
    /// Counts nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// Counts from now on, if the host does.
    pub fn connect(&self, host: &HostContext) {
        match host.lookup("count") {
            Ok(count) => drop(self.0.set(count)),
            Err(error) => eprintln!("nothing is counted: {error}"),
        }
    }

    /// Adds to a number.
    pub fn count(&self, name: &str, by: u64) {
        if let Some(count) = self.0.get() {
            count.call(name, by);
        }
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

/// The fields of a record: between tabs if it has any, else between spaces.
pub fn fields(record: &str) -> impl Iterator<Item = &str> {
    let tabs = record.contains('\t');
    record
        .split(move |c: char| if tabs { c == '\t' } else { c.is_ascii_whitespace() })
        .filter(move |field| tabs || !field.is_empty())
}

#[cfg(test)]
mod tests {
    use super::fields;

    #[test]
    fn fields_stand_between_tabs_or_spaces() {
        assert_eq!(fields("a  b c").collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!(fields("a b\t\tc").collect::<Vec<_>>(), ["a b", "", "c"]);
    }
}
