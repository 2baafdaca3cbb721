//! Work that is repeated: calls, and lookups and opens of what is there already.

use std::collections::HashMap;

use crate::Result;
use crate::arguments::Arguments;
use crate::driver::plugins::Plugins;
use crate::driver::process::Worker;
use crate::peer::{Name, lacking};
use crate::report::{Row, Table, Unit};
use crate::statistics::Summary;
use crate::work::Work;

/// One call of each kind.
pub(crate) fn calls(arguments: &Arguments, plugins: &Plugins) -> Result<Table> {
    const CALLS: [Work; 11] = [
        Work::Add,
        Work::Length,
        Work::Greet,
        Work::Bytes,
        Work::OwnBytes,
        Work::Record,
        Work::Method,
        Work::Callback,
        Work::Ready,
        Work::Fail,
        Work::AddOnTwo,
    ];
    let rows = CALLS
        .iter()
        .map(|work| {
            // Within one program, nothing is copied.
            let copied =
                *work == Work::Bytes && plugins.names().any(|name| name == Name::Libloading);
            let base = if copied { Name::Libloading } else { Name::Pointer };
            row(arguments, plugins, *work, base)
        })
        .collect::<Result<_>>()?;
    Ok(Table {
        title: "Calls".into(),
        about: "One call of a function that was looked up before. `fn pointer` and `dyn Trait` are \
                calls within one program, the limits; C interfaces (libloading, dlopen2) are written \
                by hand, and so is their catching of panics. The 1 MiB ends as a `Vec` of the host again, \
                which copies what another allocator owns; Go has one heap for all."
            .into(),
        rows,
    })
}

/// Lookups in what is open, and opens of it.
pub(crate) fn lookups(arguments: &Arguments, plugins: &Plugins) -> Result<Table> {
    let mut rows = Vec::new();
    for work in [Work::Hit, Work::Miss, Work::HitOnTwo, Work::Reopen] {
        rows.push(row(arguments, plugins, work, Name::Libloading)?);
    }
    Ok(Table {
        title: "Lookups and opens, repeated".into(),
        about:
            "A plugin with 64 exports. Lookups are of `fn(u64) -> u64` by name; this framework, \
                stabby, wasmtime and Go (by a type assertion) check the type, `dlsym` does not."
                .into(),
        rows,
    })
}

/// Rounds of one kind of work, in which the workers take turns.
fn row(arguments: &Arguments, plugins: &Plugins, work: Work, base: Name) -> Result<Row> {
    let mut row = Row::new(work.title(), Unit::Nanoseconds).against(base.as_str());
    let mut turns = Vec::new();
    let mut reasons = HashMap::new();
    for name in plugins.names() {
        let mut worker = plugins.worker(name)?;
        // Two threads repeat as often as one: to start them takes long, if others run, too.
        let alone = match work {
            Work::AddOnTwo => Work::Add,
            Work::HitOnTwo => Work::Hit,
            alone => alone,
        };
        let times = repetitions(&mut worker, alone, if arguments.quick { 1e6 } else { 5e6 })?;
        match times.filter(|_| !lacks(name, work)) {
            Some(times) => turns.push((worker, times, Vec::new())),
            None => drop(reasons.insert(name, lacking(name, work))),
        }
    }
    for _ in 0..arguments.rounds() {
        for (worker, times, samples) in &mut turns {
            if let Some(time) = worker.run(work, *times)? {
                #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
                samples.push(time / *times as f64);
            }
        }
    }
    let mut samples: HashMap<_, _> =
        turns.into_iter().map(|(worker, _, samples)| (worker.name(), samples)).collect();
    for name in plugins.names() {
        match (samples.remove(&name), reasons.get(&name)) {
            (Some(samples), _) => row.measured(name.as_str(), Summary::of(samples)),
            (None, reason) => row.absent(name.as_str(), *reason.unwrap_or(&"not measured")),
        }
    }
    for (name, reason) in plugins.absent() {
        row.absent(name.as_str(), reason);
    }
    Ok(row)
}

/// Whether a peer whose threads cannot share what they call would be asked to.
fn lacks(name: Name, work: Work) -> bool {
    work == Work::AddOnTwo && matches!(name, Name::Savefile | Name::Cglue)
}

/// How many repetitions take so many nanoseconds; nothing if the peer has no such work.
fn repetitions(worker: &mut Worker, work: Work, aim: f64) -> Result<Option<u64>> {
    let mut times = 1;
    while let Some(time) = worker.run(work, times)? {
        // Twice: the first time, something else may have taken so long.
        if time >= aim && worker.run(work, times)?.is_some_and(|time| time >= aim / 2.0) {
            return Ok(Some(times));
        }
        times *= 2;
    }
    Ok(None)
}
