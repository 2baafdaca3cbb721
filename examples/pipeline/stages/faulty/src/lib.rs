//! Fails on purpose, to show what becomes of the rest.
#![forbid(unsafe_code)]

use pipeline_api::Stage;
use plugin_core::{Error, export};

plugin_core::plugin!(for = pipeline_api::API);

struct Faulty {
    panics: bool,
    /// Which record of so many fails.
    every: u64,
    seen: u64,
}

impl Stage for Faulty {
    fn record(&mut self, record: &str, next: &mut dyn FnMut(&str)) -> Result<(), Error> {
        self.seen += 1;
        if self.seen % self.every == 0 {
            assert!(!self.panics, "record {} was too much", self.seen);
            return Err(Error::msg(format_args!("record {} is not to its liking", self.seen)));
        }
        next(record);
        Ok(())
    }
}

/// `panic:1000` or `error:1000`: what happens at every thousandth record.
///
/// # Errors
///
/// If it is neither.
#[export]
pub fn new_stage(config: &str) -> Result<Box<dyn Stage>, Error> {
    let (what, every) = config.split_once(':').unwrap_or((config, "1"));
    if !matches!(what, "panic" | "error") {
        return Err(Error::msg(format_args!("expected `panic:N` or `error:N`, found `{config}`")));
    }
    let every = every.parse::<u64>()?.max(1);
    log::warn!("every {every}th record will fail");
    Ok(Box::new(Faulty { panics: what == "panic", every, seen: 0 }))
}
