//! Passes on the records that a regular expression matches.
#![forbid(unsafe_code)]

use pipeline_api::{Metrics, Stage};
use plugin_core::{Error, HostContext, export, init};
use regex::Regex;

plugin_core::plugin!(for = pipeline_api::API);

static METRICS: Metrics = Metrics::new();

struct Filter {
    pattern: Regex,
    inverted: bool,
    seen: u64,
    passed: u64,
}

impl Stage for Filter {
    fn record(&mut self, record: &str, next: &mut dyn FnMut(&str)) -> Result<(), Error> {
        self.seen += 1;
        if self.pattern.is_match(record) != self.inverted {
            self.passed += 1;
            next(record);
        }
        Ok(())
    }

    fn finish(&mut self, _next: &mut dyn FnMut(&str)) -> Result<(), Error> {
        METRICS.count("matched", self.passed);
        Ok(())
    }

    fn report(&self) -> String {
        format!("{} of {} records match", self.passed, self.seen)
    }
}

#[init]
fn start(host: &HostContext) {
    METRICS.connect(host);
}

/// A filter by a regular expression; after `!`, what does not match is passed on.
///
/// # Errors
///
/// If it is none.
#[export]
pub fn new_stage(config: &str) -> Result<Box<dyn Stage>, Error> {
    let (inverted, pattern) = match config.strip_prefix('!') {
        Some(rest) => (true, rest),
        None => (false, config),
    };
    let pattern = Regex::new(pattern)?;
    log::debug!("filter by {pattern}");
    Ok(Box::new(Filter { pattern, inverted, seen: 0, passed: 0 }))
}

#[cfg(test)]
mod tests {
    use super::new_stage;

    #[test]
    fn what_matches_is_passed_on() {
        let mut passed = Vec::new();
        let mut stage = new_stage("!^#").unwrap();
        for record in ["# no", "yes"] {
            stage.record(record, &mut |record| passed.push(record.to_owned())).unwrap();
        }
        assert_eq!(passed, ["yes"]);
        assert_eq!(stage.report(), "1 of 2 records match");
        assert!(new_stage("(").is_err());
    }
}
