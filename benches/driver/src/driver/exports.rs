//! Opens of plugins with more and more exports, and lookups in them.

use std::collections::HashMap;
use std::path::PathBuf;

use crate::Result;
use crate::arguments::Arguments;
use crate::driver::generated::{Generated, MINUTES, slug};
use crate::driver::plugins::Plugins;
use crate::peer::{Name, Plugin};
use crate::report::{Row, Table, Unit};
use crate::statistics::Summary;

/// Exports of the plugins; the last takes minutes to build.
const EXPORTS: [usize; 4] = [1, 64, 1_000, 100_000];

pub(crate) fn table(arguments: &Arguments, plugins: &Plugins) -> Result<Table> {
    let sizes = if arguments.quick { &EXPORTS[..3] } else { &EXPORTS };
    let mut opens = Vec::new();
    let mut lookups = Vec::new();
    for exports in sizes {
        let row = |what: &str| {
            let of = if *exports == 1 { "1 export".into() } else { format!("{exports} exports") };
            Row::new(format!("{what}, {of}"), Unit::Nanoseconds).against("libloading")
        };
        let (mut open, mut lookup) = (row("open and one lookup"), row("repeated lookup"));
        let mut files = Vec::new();
        let mut reasons = HashMap::new();
        for name in plugins.opening() {
            match file(name, *exports) {
                Ok(file) => files.push((name, file)),
                Err(reason) => drop(reasons.insert(name, reason)),
            }
        }
        let mut samples: HashMap<Name, (Vec<f64>, Vec<f64>)> = HashMap::new();
        for _ in 0..arguments.rounds() {
            for (name, file) in &files {
                // The last of them: names that come first are found first by some.
                let sought = format!("f{}", exports - 1);
                let answer =
                    plugins.worker(*name)?.ask(&format!("seek {} {sought}", file.display()))?;
                let (first, again) = answer.split_once(' ').ok_or("not two numbers")?;
                let (opens, lookups) = samples.entry(*name).or_default();
                opens.push(first.parse()?);
                lookups.push(again.parse()?);
            }
        }
        for name in plugins.opening() {
            if let Some(reason) = reasons.get(&name) {
                open.absent(name.as_str(), &**reason);
                lookup.absent(name.as_str(), &**reason);
                continue;
            }
            let (opens, lookups) = samples.remove(&name).unwrap_or_default();
            open.measured(name.as_str(), Summary::of(opens));
            lookup.measured(name.as_str(), Summary::of(lookups));
        }
        for (name, reason) in plugins.absent() {
            open.absent(name.as_str(), reason);
            lookup.absent(name.as_str(), reason);
        }
        opens.push(open);
        lookups.push(lookup);
    }
    opens.extend(lookups);
    Ok(Table {
        title: "Numbers of exports".into(),
        about:
            "The first open of a process, of a plugin with so many exports, to the function that \
                was exported last; then lookups of that function."
                .into(),
        rows: opens,
    })
}

/// The folder for all builds of a peer's generated plugins.
pub(crate) fn folder(name: Name) -> String {
    format!("generated/target-{}", slug(name))
}

/// The plugin of a peer with so many exports, or why there is none.
fn file(name: Name, exports: usize) -> std::result::Result<PathBuf, String> {
    if let Some(reason) = reason(name, exports) {
        return Err(reason.to_owned());
    }
    Generated::new(name, exports).and_then(|package| package.build(&folder(name), true)).map_err(
        |error| {
            eprintln!("{}, {exports} exports: {error}", name.as_str());
            format!("{exports} exports: not built, or not in {MINUTES} minutes")
        },
    )
}

/// Why a peer does not take part.
fn reason(name: Name, exports: usize) -> Option<&'static str> {
    match name {
        Name::OurFile => Some("only opens"),
        Name::AbiStable => Some("a module has 64 functions at most, known to the host's compiler"),
        Name::Savefile | Name::Cglue => Some("functions are methods known to the host's compiler"),
        Name::Wasmtime => Some("its guest is text that is not generated"),
        Name::Stabby if exports > 10_000 => {
            Some("not built: minutes of the compiler for each 1,000")
        }
        _ if matches!(name.plugin(), Plugin::None) => Some("opens nothing"),
        _ => None,
    }
}
