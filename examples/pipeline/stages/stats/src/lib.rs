//! Numbers of a column: how many, the least, their mean and deviation, the greatest.
#![forbid(unsafe_code)]

use pipeline_api::{Metrics, Stage, fields};
use plugin_core::{Error, HostContext, export, init};

plugin_core::plugin!(for = pipeline_api::API);

static METRICS: Metrics = Metrics::new();

struct Stats {
    /// From 0.
    column: usize,
    numbers: u32,
    others: u64,
    mean: f64,
    /// Sum of squared differences from the mean (Welford's method).
    squares: f64,
    least: f64,
    greatest: f64,
}

impl Stage for Stats {
    fn record(&mut self, record: &str, next: &mut dyn FnMut(&str)) -> Result<(), Error> {
        match fields(record).nth(self.column).and_then(|field| field.parse::<f64>().ok()) {
            Some(number) => {
                self.numbers += 1;
                let difference = number - self.mean;
                self.mean += difference / f64::from(self.numbers);
                self.squares += difference * (number - self.mean);
                self.least = self.least.min(number);
                self.greatest = self.greatest.max(number);
            }
            None => self.others += 1,
        }
        next(record);
        Ok(())
    }

    fn finish(&mut self, _next: &mut dyn FnMut(&str)) -> Result<(), Error> {
        METRICS.count("numbers", self.numbers.into());
        Ok(())
    }

    fn report(&self) -> String {
        let Self { column, numbers, others, mean, least, greatest, .. } = self;
        if *numbers == 0 {
            return format!("column {}: no numbers in {others} records", column + 1);
        }
        let deviation = (self.squares / f64::from(*numbers)).sqrt();
        format!(
            "column {}: {numbers} numbers from {least} to {greatest}, mean {mean:.3}, deviation \
             {deviation:.3}; {others} records without one",
            column + 1
        )
    }
}

#[init]
fn start(host: &HostContext) {
    METRICS.connect(host);
}

/// The statistics of a column, which count from 1.
///
/// # Errors
///
/// If that is not a number from 1 on.
#[export]
pub fn new_stage(config: &str) -> Result<Box<dyn Stage>, Error> {
    let column = config
        .parse::<usize>()
        .ok()
        .and_then(|column| column.checked_sub(1))
        .ok_or_else(|| Error::msg(format_args!("`{config}` is no number of a column")))?;
    Ok(Box::new(Stats {
        column,
        numbers: 0,
        others: 0,
        mean: 0.0,
        squares: 0.0,
        least: f64::INFINITY,
        greatest: f64::NEG_INFINITY,
    }))
}

#[cfg(test)]
mod tests {
    use super::new_stage;

    #[test]
    fn numbers_of_a_column_are_summed_up() {
        let mut stage = new_stage("2").unwrap();
        for record in ["a 1", "b 3", "c x", "d"] {
            stage.record(record, &mut |_| ()).unwrap();
        }
        assert_eq!(
            stage.report(),
            "column 2: 2 numbers from 1 to 3, mean 2.000, deviation 1.000; 2 records without one"
        );
        assert_eq!(new_stage("0").err().unwrap().to_string(), "`0` is no number of a column");
    }
}
