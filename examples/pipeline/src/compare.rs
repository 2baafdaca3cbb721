//! The stages as plugins beside the same stages linked into this program.

use std::error::Error;
use std::process::ExitCode;
use std::time::Instant;

use indicatif::ProgressBar;

use crate::arguments::Arguments;
use crate::input;
use crate::per_second;
use crate::run::{Pipeline, Step};
use crate::stages::{Loader, Metrics, linked};

/// How often each is measured.
const ROUNDS: usize = 7;

/// Measures both in turns, on records that are in memory, and tells the medians.
pub(crate) fn compare(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let mut records = Vec::new();
    input::read(&arguments.input, &mut |record| {
        records.push(record.to_owned());
        Ok(())
    })?;
    let loader = Loader::new(&ProgressBar::hidden(), &Metrics::default());
    let plugins = || -> Result<Vec<_>, _> {
        arguments.stages.iter().map(|stage| loader.load(stage)).collect()
    };
    let program = || -> Result<Vec<_>, _> { arguments.stages.iter().map(linked).collect() };
    let (mut by_plugins, mut by_program) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        by_plugins.push(measure(plugins()?, &records)?);
        by_program.push(measure(program()?, &records)?);
    }
    let (found, expected) = (&by_plugins[0].1, &by_program[0].1);
    assert_eq!(found, expected, "the same stages come to the same results");
    let (plugins, program) = (median(by_plugins), median(by_program));
    println!("{} records, medians of {ROUNDS} rounds in turns", records.len());
    println!("linked into this program {program:>12.0} records/s");
    println!(
        "as plugins               {plugins:>12.0} records/s, {:.3} x the time",
        program / plugins
    );
    Ok(ExitCode::SUCCESS)
}

/// Records per second, and what came of them.
fn measure(steps: Vec<Step>, records: &[String]) -> Result<(f64, Vec<String>), Box<dyn Error>> {
    let mut pipeline = Pipeline::new(steps, false);
    let mut passed = 0_u64;
    let start = Instant::now();
    for record in records {
        pipeline.pass(record, &mut |_| passed += 1)?;
    }
    pipeline.finish(&mut |_| passed += 1)?;
    let rate = per_second(records.len() as u64, start.elapsed());
    let mut results = vec![passed.to_string()];
    for step in pipeline.steps() {
        results.push(step.report()?);
    }
    Ok((rate, results))
}

fn median(mut rates: Vec<(f64, Vec<String>)>) -> f64 {
    rates.sort_by(|a, b| a.0.total_cmp(&b.0));
    rates[rates.len() / 2].0
}
