//! A worker, as the driver sees it: a command, then its answer.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::Result;
use crate::peer::Name;
use crate::work::Work;

/// A process that does one peer's work; it ends with this value.
pub(crate) struct Worker {
    name: Name,
    child: Child,
    commands: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Worker {
    /// Starts a worker by a command that does not say where its streams go.
    pub(crate) fn start(name: Name, mut command: Command) -> Result<Self> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // Where panics of plugins with a hook of their own are printed.
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{}: {error}", command.get_program().display()))?;
        let commands = child.stdin.take();
        let answers = BufReader::new(child.stdout.take().ok_or("no standard output")?);
        Ok(Self { name, child, commands, answers })
    }

    pub(crate) fn name(&self) -> Name {
        self.name
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The answer to a command.
    pub(crate) fn ask(&mut self, command: &str) -> Result<String> {
        let commands = self.commands.as_mut().ok_or("ended")?;
        writeln!(commands, "{command}")?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        let answer = answer.trim();
        let failed = |what: &str| format!("{}: {what} (`{command}`)", self.name.as_str());
        match answer.strip_prefix("error ") {
            Some(error) => Err(failed(error).into()),
            None if answer.is_empty() => Err(failed("the worker ended").into()),
            None => Ok(answer.to_owned()),
        }
    }

    /// Nanoseconds of so many repetitions; nothing if the peer has no such work.
    pub(crate) fn run(&mut self, work: Work, times: u64) -> Result<Option<f64>> {
        let answer = self.ask(&format!("run {} {times}", work.name()))?;
        Ok(if answer == "none" { None } else { Some(answer.parse()?) })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // A worker ends with its commands.
        drop(self.commands.take());
        let _ = self.child.wait();
    }
}
