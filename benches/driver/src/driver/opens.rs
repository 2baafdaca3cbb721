//! Opens of files that nobody has opened: distinct copies of each peer's plugin.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Result;
use crate::arguments::Arguments;
use crate::driver::plugins::{Plugins, go, sources, target};
use crate::driver::process::Worker;
use crate::peer::{Name, Plugin};
use crate::report::{Row, Table, Unit};
use crate::statistics::Summary;

/// Files whose opens are taken together: so many before and after the 100th.
const AROUND: usize = 10;

/// A peer whose turn comes for each file.
struct Turn {
    worker: Worker,
    folder: PathBuf,
    /// How many files there are.
    files: usize,
    first: Vec<f64>,
    others: Vec<f64>,
}

/// First opens, from the first of a process to the last of many.
pub(crate) fn table(arguments: &Arguments, plugins: &Plugins) -> Result<Table> {
    let many = if arguments.quick { 120 } else { 1_000 };
    let folder = tempfile::tempdir_in(target())?;
    let mut turns = Vec::new();
    for name in plugins.opening() {
        let files = if name == Name::Go { many.min(120) } else { many };
        let folder = copies(plugins, name, folder.path(), files)?;
        let worker = plugins.worker(name)?;
        turns.push(Turn { worker, folder, files, first: Vec::new(), others: Vec::new() });
    }
    let mut fresh: HashMap<Name, Vec<f64>> = HashMap::new();
    for _ in 0..arguments.rounds() {
        for turn in &turns {
            let mut worker = plugins.worker(turn.worker.name())?;
            let (first, _) = open(&mut worker, &turn.folder, 0)?;
            fresh.entry(worker.name()).or_default().push(first);
        }
    }
    for n in 0..many {
        for turn in turns.iter_mut().filter(|turn| n < turn.files) {
            let (first, others) = open(&mut turn.worker, &turn.folder, n)?;
            turn.first.push(first);
            turn.others.extend(others);
        }
    }
    let row = |title: &str| Row::new(title, Unit::Nanoseconds).against(Name::Libloading.as_str());
    let mut of_process = row("the 1st of a process");
    let mut at = vec![(10, row("the 10th")), (100, row("the 100th"))];
    if !arguments.quick {
        at.push((990, row("the 1,000th")));
    }
    let mut all = row("and its 54 other functions, looked up for the first time, each");
    for turn in &mut turns {
        let name = turn.worker.name();
        of_process.measured(name.as_str(), fresh.remove(&name).and_then(Summary::of));
        for (place, row) in &mut at {
            if *place > turn.files {
                row.absent(name.as_str(), "each plugin of Go is a build of its own: 120 were made");
                continue;
            }
            let around = place.saturating_sub(AROUND - 1)..(*place + AROUND).min(turn.first.len());
            row.measured(name.as_str(), Summary::of(turn.first[around].to_vec()));
        }
        match Summary::of(std::mem::take(&mut turn.others)) {
            Some(summary) => all.measured(name.as_str(), Some(summary.scaled(1.0 / 54.0))),
            None if name == Name::OurFile => all.absent(name.as_str(), "only opens"),
            None => all.absent(name.as_str(), "its functions are there without being looked up"),
        }
    }
    let mut rows = vec![of_process];
    rows.extend(at.into_iter().map(|(_, row)| row));
    rows.push(all);
    for (name, reason) in plugins.absent() {
        for row in &mut rows {
            row.absent(name.as_str(), reason);
        }
    }
    Ok(Table {
        title: "First opens".into(),
        about:
            "From the name of a file with 64 exports to its first function, in a process that has \
                opened so many before: distinct files of one content, built anew where a peer asks \
                for it. The 10th, 100th and 1,000th are medians of about 20 opens around them. \
                abi_stable, savefile-abi and cglue have all 64 functions then."
                .into(),
        rows,
    })
}

/// Opens the file of that number: nanoseconds to the first function, and to the others.
fn open(worker: &mut Worker, folder: &Path, n: usize) -> Result<(f64, Option<f64>)> {
    let answer = worker.ask(&format!("open {}", folder.join(format!("{n}.so")).display()))?;
    let (first, others) = answer.split_once(' ').ok_or("not two numbers")?;
    Ok((first.parse()?, others.parse().ok()))
}

/// Distinct files of a peer's plugin in a folder of its own.
pub(crate) fn copies(
    plugins: &Plugins,
    name: Name,
    folder: &Path,
    files: usize,
) -> Result<PathBuf> {
    if matches!(name.plugin(), Plugin::Go) {
        return go_plugins(files);
    }
    let folder = folder.join(name.as_str().replace(' ', "-"));
    fs::create_dir(&folder)?;
    for n in 0..files {
        fs::copy(plugins.file(name), folder.join(format!("{n}.so")))?;
    }
    Ok(folder)
}

/// Plugins of Go, each a package of its own: one is not opened under two names.
///
/// They are kept, since each takes as long as a build.
fn go_plugins(files: usize) -> Result<PathBuf> {
    let (module, source) = (target().join("go-plugins"), sources().join("go"));
    fs::create_dir_all(&module)?;
    fs::copy(source.join("go.mod"), module.join("go.mod"))?;
    let program = fs::read(source.join("plugin/main.go"))?;
    for n in 0..files {
        let file = module.join(format!("{n}.so"));
        let package = module.join(format!("p{n}"));
        fs::create_dir_all(&package)?;
        if !file.exists() || fs::read(package.join("main.go")).ok().as_ref() != Some(&program) {
            fs::write(package.join("main.go"), &program)?;
            go(&module, &["build", "-buildmode=plugin"], &file, &format!("./p{n}"))?;
        }
    }
    Ok(module)
}
