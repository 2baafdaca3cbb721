//! Memory of each open plugin: what a worker has more, once it has opened a hundred.

use std::fs;

use crate::Result;
use crate::driver::opens::copies;
use crate::driver::plugins::{Plugins, target};
use crate::driver::process::Worker;
use crate::report::{Row, Table, Unit};
use crate::statistics::Summary;

/// Opens that are not counted: what a process has once is there then.
const BEFORE: usize = 10;
const COUNTED: usize = 100;

pub(crate) fn table(plugins: &Plugins) -> Result<Table> {
    let folder = tempfile::tempdir_in(target())?;
    let mut resident = Row::new("resident", Unit::Bytes).against("libloading");
    let mut own = Row::new("of it the process's own", Unit::Bytes).against("libloading");
    for name in plugins.opening() {
        let folder = copies(plugins, name, folder.path(), BEFORE + COUNTED)?;
        let mut worker = plugins.worker(name)?;
        let mut open = |from: usize, to: usize| -> Result<(f64, f64)> {
            for n in from..to {
                worker.ask(&format!("open {}", folder.join(format!("{n}.so")).display()))?;
            }
            used(&worker)
        };
        let before = open(0, BEFORE)?;
        let after = open(BEFORE, BEFORE + COUNTED)?;
        #[expect(clippy::cast_precision_loss, reason = "a hundred")]
        let each = |before: f64, after: f64| Summary::exact((after - before) / COUNTED as f64);
        resident.measured(name.as_str(), Some(each(before.0, after.0)));
        own.measured(name.as_str(), Some(each(before.1, after.1)));
    }
    for (name, reason) in plugins.absent() {
        resident.absent(name.as_str(), reason);
        own.absent(name.as_str(), reason);
    }
    Ok(Table {
        title: "Memory of an open plugin".into(),
        about: "What each of 100 more open plugins of 64 exports adds to its process, all of its \
                functions looked up. The rest is pages of files, which the system may take back."
            .into(),
        rows: vec![resident, own],
    })
}

/// Bytes that are resident, and those of them that are no file's.
fn used(worker: &Worker) -> Result<(f64, f64)> {
    let text = fs::read_to_string(format!("/proc/{}/smaps_rollup", worker.id()))?;
    let field = |name: &str| -> Result<f64> {
        let line = text.lines().find(|line| line.starts_with(name)).ok_or("no such field")?;
        Ok(line.split_whitespace().nth(1).unwrap_or_default().parse::<f64>()? * 1024.0)
    };
    Ok((field("Rss:")?, field("Anonymous:")?))
}
