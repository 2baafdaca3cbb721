//! The most frequent words.
#![forbid(unsafe_code)]

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::OnceLock;

use pipeline_api::{Metrics, Stage};
use plugin_core::{Error, HostContext, Symbol, export, init};

plugin_core::plugin!(for = pipeline_api::API);

static METRICS: Metrics = Metrics::new();
/// What the host shows beside its progress.
static STATUS: OnceLock<Symbol<fn(&str)>> = OnceLock::new();

struct Top {
    /// How many are told.
    count: usize,
    words: HashMap<String, u64>,
}

impl Stage for Top {
    fn record(&mut self, record: &str, next: &mut dyn FnMut(&str)) -> Result<(), Error> {
        for word in record.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            match self.words.get_mut(word) {
                Some(count) => *count += 1,
                None => drop(self.words.insert(word.to_owned(), 1)),
            }
        }
        next(record);
        Ok(())
    }

    fn finish(&mut self, _next: &mut dyn FnMut(&str)) -> Result<(), Error> {
        if let Some(status) = STATUS.get() {
            status.call("sorting words");
        }
        METRICS.count("different words", self.words.len() as u64);
        Ok(())
    }

    fn report(&self) -> String {
        let mut words: Vec<_> = self.words.iter().collect();
        words.sort_by_key(|(word, count)| (Reverse(**count), word.as_str()));
        let lines = words.iter().take(self.count).map(|(word, count)| format!("{count} {word}"));
        lines.collect::<Vec<_>>().join("\n")
    }
}

#[init]
fn start(host: &HostContext) {
    METRICS.connect(host);
    if let Ok(status) = host.lookup("status") {
        STATUS.get_or_init(|| status);
    }
}

/// As many of the most frequent words as the configuration says.
///
/// # Errors
///
/// If that is not a number.
#[export]
pub fn new_stage(config: &str) -> Result<Box<dyn Stage>, Error> {
    Ok(Box::new(Top { count: config.parse()?, words: HashMap::new() }))
}

#[cfg(test)]
mod tests {
    use super::new_stage;

    #[test]
    fn the_most_frequent_words_come_first() {
        let mut stage = new_stage("2").unwrap();
        for record in ["b, a; c", "c-b", "c"] {
            stage.record(record, &mut |_| ()).unwrap();
        }
        assert_eq!(stage.report(), "3 c\n2 b");
    }
}
