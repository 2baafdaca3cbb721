//! The command line.

use std::error::Error;
use std::fmt;
use std::path::PathBuf;

/// What `--help` prints.
pub(crate) const HELP: &str = "\
Sends records through stages, each a plugin, in the order of the command line.

pipeline [OPTION...] STAGE...

A STAGE is a name or the path of a plugin, and, after `=`, its configuration; a name is that of a stage of
this workspace, which is built first:

  filter=PATTERN     passes on what a regular expression matches; after `!`, what it does not
  stats=COLUMN       the numbers of a column, from 1
  top=COUNT          the most frequent words
  faulty=panic:N     fails at every Nth record; faulty=error:N
  outdated           has another version of the interface

  --input FILE       lines of a text; repeatable
  --csv FILE         records of a CSV file; repeatable
  --generate N       N lines of a made-up access log, the default with N = 1000000
  --on-error WHAT    `skip` a record (or a stage that does not load) and go on, or `stop` (default)
  --print            prints the records that pass
  --compare          measures the stages as plugins and linked into this program, in one run
";

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mode {
    Help,
    Run,
    Compare,
}

/// Where records come from.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    Lines(PathBuf),
    Csv(PathBuf),
    Generated(u64),
}

/// A stage as the command line names it.
#[derive(Clone, Debug)]
pub(crate) struct Stage {
    pub(crate) plugin: String,
    pub(crate) config: String,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.config {
            "" => f.write_str(&self.plugin),
            config => write!(f, "{}={config}", self.plugin),
        }
    }
}

/// The command line, understood.
#[derive(Clone, Debug)]
pub(crate) struct Arguments {
    pub(crate) mode: Mode,
    pub(crate) input: Vec<Source>,
    pub(crate) stages: Vec<Stage>,
    /// Whether to go on after an error.
    pub(crate) skip: bool,
    pub(crate) print: bool,
}

impl Arguments {
    /// Understands the command line of this process.
    pub(crate) fn parse() -> Result<Self, Box<dyn Error>> {
        use lexopt::prelude::*;

        let mut parsed =
            Self { mode: Mode::Run, input: vec![], stages: vec![], skip: false, print: false };
        let mut arguments = lexopt::Parser::from_env();
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("input") => parsed.input.push(Source::Lines(arguments.value()?.into())),
                Long("csv") => parsed.input.push(Source::Csv(arguments.value()?.into())),
                Long("generate") => {
                    parsed.input.push(Source::Generated(arguments.value()?.parse()?));
                }
                Long("on-error") => {
                    parsed.skip = match &*arguments.value()?.string()? {
                        "skip" => true,
                        "stop" => false,
                        other => {
                            return Err(
                                format!("--on-error is `skip` or `stop`, not `{other}`").into()
                            );
                        }
                    };
                }
                Long("print") => parsed.print = true,
                Long("compare") => parsed.mode = Mode::Compare,
                Long("help") | Short('h') => parsed.mode = Mode::Help,
                Value(stage) => {
                    let stage = stage.string()?;
                    let (plugin, config) = stage.split_once('=').unwrap_or((&stage, ""));
                    parsed
                        .stages
                        .push(Stage { plugin: plugin.to_owned(), config: config.to_owned() });
                }
                _ => return Err(argument.unexpected().into()),
            }
        }
        if parsed.stages.is_empty() && !matches!(parsed.mode, Mode::Help) {
            return Err("no stages: `pipeline --help` lists them".into());
        }
        if parsed.input.is_empty() {
            parsed.input.push(Source::Generated(1_000_000));
        }
        Ok(parsed)
    }
}
