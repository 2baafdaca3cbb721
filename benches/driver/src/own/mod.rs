//! Figures of ours that no peer has: each against a bare counterpart, all in this process.

mod calls;
mod files;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::Result;
use crate::arguments::Arguments;
use crate::driver::target;
use crate::report::{Row, Table, Unit};
use crate::statistics::Summary;
use crate::worker::nanoseconds;

pub(crate) use files::open_copied;

/// Repetitions in a round, for what takes nanoseconds.
const BATCH: u32 = 1_000_000;

/// All of them.
pub(crate) fn tables(arguments: &Arguments) -> Result<Vec<Table>> {
    Ok(vec![calls::table(arguments)?, files::table(arguments)?])
}

/// Builds a plugin with 64 exports, raw ones among them.
pub(crate) fn sixty_four() -> Result<PathBuf> {
    fixture("sixty-four")
}

/// The plugin of a package of this workspace.
fn fixture(package: &str) -> Result<PathBuf> {
    Ok(plugin_host::build::package(package)
        .manifest_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .target_dir(target())
        .release()
        .build()?)
}

/// Nanoseconds of one of a batch of calls that depend on each other.
fn repeat(mut call: impl FnMut(u64) -> u64) -> f64 {
    let start = Instant::now();
    let mut value = 0;
    for _ in 0..BATCH {
        value = call(value);
    }
    black_box(value);
    nanoseconds(start) / f64::from(BATCH)
}

/// A row with what ours is compared with.
fn row(title: &str, bare: Summary, ours: Summary) -> Row {
    let mut row = Row::new(title, Unit::Nanoseconds).against("bare");
    row.measured("bare", Some(bare));
    row.measured("this", Some(ours));
    row
}
