//! Sends records through stages, each a plugin, in the order of the command line.
#![forbid(unsafe_code)]

mod arguments;
mod compare;
mod input;
mod run;
mod stages;

use std::error::Error;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use arguments::{Arguments, Mode};
use indicatif::{ProgressBar, ProgressStyle};
use run::Pipeline;
use stages::{Loader, Metrics};

fn main() -> ExitCode {
    env_logger::Builder::new()
        .filter_level(log::LevelFilter::Warn)
        .parse_default_env()
        .format_timestamp(None)
        .init();
    match Arguments::parse().and_then(|arguments| start(&arguments)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("pipeline: {error}");
            let mut source = error.source();
            while let Some(cause) = source {
                eprintln!("  because: {cause}");
                source = cause.source();
            }
            ExitCode::FAILURE
        }
    }
}

fn start(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    match arguments.mode {
        Mode::Help => {
            print!("{}", arguments::HELP);
            Ok(ExitCode::SUCCESS)
        }
        Mode::Compare => compare::compare(arguments),
        Mode::Run => run(arguments),
    }
}

/// Runs the stages over the input, and tells what they found.
fn run(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let bar = progress_bar();
    let metrics = Metrics::default();
    let loader = Loader::new(&bar, &metrics);
    let mut failed = false;
    let mut steps = Vec::new();
    for stage in &arguments.stages {
        match loader.load(stage) {
            Ok(step) => steps.push(step),
            Err(error) if arguments.skip => {
                bar.suspend(|| eprintln!("{stage} is left out: {error}"));
                failed = true;
            }
            Err(error) => return Err(format!("{stage}: {error}").into()),
        }
    }

    let mut pipeline = Pipeline::new(steps, arguments.skip);
    let (start, mut taken, mut passed) = (Instant::now(), 0_u64, 0_u64);
    let mut out = |record: &str| {
        passed += 1;
        if arguments.print {
            bar.suspend(|| println!("{record}"));
        }
    };
    input::read(&arguments.input, &mut |record| {
        taken += 1;
        if taken % 8192 == 0 {
            bar.set_position(taken);
        }
        pipeline.pass(record, &mut out)
    })?;
    pipeline.finish(&mut out)?;
    let time = start.elapsed();
    bar.finish_and_clear();

    for step in pipeline.steps() {
        println!("== {}", step.name());
        match step.report() {
            Ok(report) if report.is_empty() => {}
            Ok(report) => println!("{report}"),
            Err(panic) => println!("no report: {panic}"),
        }
        if let Some((first, count)) = step.failures() {
            println!("failed {count} times, at first: {first}");
            failed = true;
        }
    }
    for (name, count) in metrics.all() {
        println!("{name}: {count}");
    }
    let rate = per_second(taken, time);
    println!("{passed} of {taken} records passed, {rate:.0} records/s");
    plugin_host::shutdown()?;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn progress_bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{spinner} {pos} records, {per_sec} {msg}");
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

#[expect(clippy::cast_precision_loss, reason = "a rate is not exact")]
fn per_second(records: u64, time: Duration) -> f64 {
    records as f64 / time.as_secs_f64()
}
