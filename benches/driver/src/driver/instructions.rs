//! Instructions of one operation, counted by valgrind's callgrind: noise does not change them.
//!
//! A worker does the work N times, and 2 N times in another process; what they differ by, divided by N,
//! is one operation, whatever starting the worker takes.

use std::fs;
use std::process::Command;

use crate::Result;
use crate::driver::plugins::Plugins;
use crate::driver::process::Worker;
use crate::peer::Name;
use crate::report::{Row, Table, Unit};
use crate::statistics::Summary;
use crate::work::Work;

/// What is counted, and how often it is repeated.
const WORKS: [(Work, u64); 8] = [
    (Work::Add, 10_000),
    (Work::Greet, 2_000),
    (Work::Method, 10_000),
    (Work::Callback, 10_000),
    (Work::Ready, 2_000),
    (Work::Hit, 2_000),
    (Work::Miss, 500),
    (Work::Reopen, 500),
];

pub(crate) fn table(plugins: &Plugins) -> Table {
    let installed = Command::new("valgrind").arg("--version").output().is_ok();
    let mut rows = Vec::new();
    for (work, times) in WORKS {
        let mut row = Row::new(work.title(), Unit::Instructions).against("fn pointer");
        if matches!(work, Work::Hit | Work::Miss | Work::Reopen) {
            row = row.against("libloading");
            row.title = format!("lookup or open: {}", row.title);
        }
        for name in plugins.names() {
            if !installed {
                row.absent(name.as_str(), "valgrind: not installed");
                continue;
            }
            if name == Name::Go {
                row.absent(name.as_str(), "valgrind ends with an error in Go's runtime");
                continue;
            }
            let once = count(plugins, name, work, times);
            match (once, count(plugins, name, work, 2 * times)) {
                (Ok(Some(once)), Ok(Some(twice))) => {
                    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
                    let each = twice.saturating_sub(once) as f64 / times as f64;
                    row.measured(name.as_str(), Some(Summary::exact(each)));
                }
                (Ok(None), _) => row.absent(name.as_str(), crate::peer::lacking(name, work)),
                _ => row.absent(
                    name.as_str(),
                    "compiled for more instructions than valgrind's processor has",
                ),
            }
        }
        for (name, reason) in plugins.absent() {
            row.absent(name.as_str(), reason);
        }
        rows.push(row);
    }
    Table {
        title: "Instructions of one operation".into(),
        about: "Counted by callgrind in user space, loop included: the same in each run.".into(),
        rows,
    }
}

/// Instructions of a worker that does the work so often; nothing if the peer has no such work.
fn count(plugins: &Plugins, name: Name, work: Work, times: u64) -> Result<Option<u64>> {
    let log = tempfile::NamedTempFile::new()?;
    let peer = plugins.command(name)?;
    let mut command = Command::new("valgrind");
    command
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(format!("--log-file={}", log.path().display()))
        .arg(peer.get_program())
        .args(peer.get_args());
    let mut worker = Worker::start(name, command)?;
    let ran = worker.run(work, times)?.is_some();
    drop(worker);
    let text = fs::read_to_string(log.path())?;
    let total = text.lines().find_map(|line| line.split("Collected : ").nth(1));
    Ok(if ran { Some(total.ok_or("no total")?.trim().parse()?) } else { None })
}
