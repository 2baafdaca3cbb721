//! Sizes of plugins and times of their builds, from templates with few and many exports.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::Result;
use crate::arguments::Arguments;
use crate::driver::exports::folder;
use crate::driver::generated::Generated;
use crate::driver::plugins::{Plugins, succeed, target};
use crate::peer::Name;
use crate::report::{Row, Table, Unit};
use crate::statistics::Summary;

/// Peers whose plugins are built from a template.
fn built(plugins: &Plugins) -> Vec<Name> {
    let not = [Name::OurFile, Name::Dlopen2, Name::Wasmtime];
    plugins.opening().filter(|name| !not.contains(name)).collect()
}

/// Sizes, then times.
pub(crate) fn tables(arguments: &Arguments, plugins: &Plugins) -> Result<Vec<Table>> {
    Ok(vec![sizes(plugins)?, times(arguments, plugins)?])
}

fn sizes(plugins: &Plugins) -> Result<Table> {
    let mut rows = Vec::new();
    for (exports, strip, title) in [
        (1, true, "1 export, stripped"),
        (1, false, "1 export, as built"),
        (64, true, "64 exports, stripped"),
    ] {
        let mut row = Row::new(title, Unit::Bytes).against("libloading");
        for name in built(plugins) {
            let file = Generated::new(name, exports)?.build(&folder(name), true)?;
            let size = if strip { stripped(&file)? } else { fs::metadata(&file)?.len() };
            #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
            row.measured(name.as_str(), Some(Summary::exact(size as f64)));
        }
        rows.push(row);
    }
    Ok(Table {
        title: "Size of a plugin".into(),
        about: "In release, by cargo's defaults. `dlopen2` is as libloading: the plugin is C's."
            .into(),
        rows,
    })
}

/// Bytes of a file without its symbol table and debug information.
fn stripped(file: &Path) -> Result<u64> {
    let to = tempfile::NamedTempFile::new()?;
    succeed(Command::new("strip").arg("-o").arg(to.path()).arg(file))?;
    Ok(fs::metadata(to.path())?.len())
}

fn times(arguments: &Arguments, plugins: &Plugins) -> Result<Table> {
    let names = built(plugins);
    let rounds = if arguments.quick { 1 } else { 5 };
    let mut clean = Row::new("clean build, 1 export, release", Unit::Seconds).against("libloading");
    // The longest by far, so in fewer rounds.
    let turns = in_turns(&names, rounds.min(3), |name| {
        let generated = Generated::new(name, 1)?;
        let folder = "generated/target-clean";
        if target().join(folder).exists() {
            fs::remove_dir_all(target().join(folder))?;
        }
        let start = Instant::now();
        generated.build(folder, true)?;
        Ok(start.elapsed().as_secs_f64())
    })?;
    for name in &names {
        match turns.get(name) {
            _ if *name == Name::Go => {
                clean.absent(name.as_str(), "Go caches by content: no build is clean");
            }
            turns => clean.measured(name.as_str(), turns.cloned().and_then(Summary::of)),
        }
    }
    let mut rows = vec![clean];
    let packages: HashMap<(Name, usize), Generated> = names
        .iter()
        .flat_map(|name| [(*name, 100), (*name, 1_000)])
        .map(|(name, exports)| Ok(((name, exports), Generated::new(name, exports)?)))
        .collect::<Result<_>>()?;
    for (release, profile) in [(false, "dev"), (true, "release")] {
        let title = format!("one more export, {profile}");
        let mut row = Row::new(title, Unit::Seconds).against("libloading");
        for ((name, _), package) in &packages {
            package.build(&folder(*name), release)?;
        }
        let turns = in_turns(&names, rounds, |name| {
            let seconds = |exports| compile(&packages[&(name, exports)], &folder(name), release);
            Ok((seconds(1_000)? - seconds(100)?) / 900.0)
        })?;
        for name in &names {
            row.measured(name.as_str(), turns.get(name).cloned().and_then(Summary::of));
        }
        rows.push(row);
    }
    Ok(Table {
        title: "Time to build".into(),
        about: "A clean build compiles all dependencies, on the cores of this machine. One more export: \
                the 900th part of what compiling a plugin of 1,000 exports takes longer than one of \
                100, its dependencies compiled; abi_stable's are in modules of 64 fields."
            .into(),
        rows,
    })
}

/// Seconds of a build after a change of the plugin alone.
fn compile(package: &Generated, folder: &str, release: bool) -> Result<f64> {
    package.touch()?;
    let start = Instant::now();
    package.build(folder, release)?;
    Ok(start.elapsed().as_secs_f64())
}

/// Samples of rounds in which the peers take turns.
fn in_turns(
    names: &[Name],
    rounds: usize,
    mut take: impl FnMut(Name) -> Result<f64>,
) -> Result<HashMap<Name, Vec<f64>>> {
    let mut samples: HashMap<Name, Vec<f64>> = HashMap::new();
    for _ in 0..rounds {
        for name in names {
            samples.entry(*name).or_default().push(take(*name)?);
        }
    }
    Ok(samples)
}
