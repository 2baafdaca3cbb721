//! What the command line asks for: which groups of rows, how many rounds, where the results go.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::Result;
use crate::peer::Name;

const HELP: &str = "\
usage: benches [--quick] [--output FOLDER] [--peer NAME]... [GROUP]...

  --quick          few rounds and small numbers: to see that it works, not to publish
  --output FOLDER  writes results.md, results.json and results.svg there
  --peer NAME      only these (and what the rows are compared with)
  GROUP            own, call, lookup, open, exports, memory, build, instructions; without: all";

/// The groups of rows, in the order of the table.
pub(crate) const GROUPS: [&str; 8] =
    ["call", "lookup", "open", "exports", "memory", "build", "instructions", "own"];

/// What is measured, and how long.
#[derive(Debug)]
pub(crate) struct Arguments {
    pub(crate) quick: bool,
    pub(crate) output: Option<PathBuf>,
    pub(crate) peers: Vec<Name>,
    groups: Vec<String>,
}

impl Arguments {
    /// Whether a group was asked for.
    pub(crate) fn wants(&self, group: &str) -> bool {
        self.groups.is_empty() || self.groups.iter().any(|wanted| wanted == group)
    }

    /// Rounds in which the candidates take turns.
    pub(crate) fn rounds(&self) -> usize {
        if self.quick { 5 } else { 31 }
    }
}

/// Reads the command line; `--help` ends the program.
pub(crate) fn parse(arguments: &[OsString]) -> Result<Arguments> {
    let mut parsed =
        Arguments { quick: false, output: None, peers: Vec::new(), groups: Vec::new() };
    let mut arguments = arguments.iter().map(|argument| argument.to_string_lossy());
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("`{argument}` needs a value\n{HELP}"));
        match &*argument {
            "--quick" => parsed.quick = true,
            "--output" => parsed.output = Some(value()?.into_owned().into()),
            "--peer" => {
                let name = value()?;
                parsed.peers.push(Name::parse(&name).ok_or(format!("no peer `{name}` here"))?);
            }
            "--help" | "-h" => {
                println!("{HELP}");
                std::process::exit(0);
            }
            group if GROUPS.contains(&group) => parsed.groups.push(group.to_owned()),
            other => return Err(format!("`{other}` is not understood\n{HELP}").into()),
        }
    }
    Ok(parsed)
}
