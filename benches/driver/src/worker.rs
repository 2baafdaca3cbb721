//! A process that does one peer's work: it reads commands, a line each, and answers each with a line.
//!
//! ```text
//! run <work> <times>   <nanoseconds>, or "none" if the peer has no such work
//! open <file>          <nanoseconds until one function is there> <nanoseconds for 54 others, or none>
//! open-only <file>     the same, with no other function
//! seek <file> <name>   <nanoseconds until the function of that name is there> <of a second lookup>
//! ```
//!
//! An error is the line `error <message>`. `plugins/go/host` speaks the same.

use std::collections::HashMap;
use std::ffi::OsString;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::Result;
use crate::peer::{self, Name, Peer};
use crate::work::{Batch, Work};

/// Answers commands until there are no more.
pub(crate) fn serve(arguments: &[OsString]) -> Result<()> {
    // Panics are part of the work.
    std::panic::set_hook(Box::new(|_| ()));
    let [name, file] = arguments else { return Err("worker <peer> <file>".into()) };
    let name = name.to_str().and_then(Name::parse).ok_or("no such peer")?;
    let mut peer = peer::make(name, PathBuf::from(file))?;
    let mut batches = HashMap::new();
    for line in std::io::stdin().lock().lines() {
        let answer = match command(&mut *peer, &mut batches, &line?) {
            Ok(answer) => answer,
            Err(error) => format!("error {error}").replace('\n', " "),
        };
        let mut out = std::io::stdout().lock();
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

fn command(
    peer: &mut dyn Peer,
    batches: &mut HashMap<String, Option<Batch>>,
    line: &str,
) -> Result<String> {
    let words: Vec<_> = line.split_whitespace().collect();
    Ok(match words[..] {
        ["run", name, times] => {
            let times = times.parse()?;
            if !batches.contains_key(name) {
                let work = Work::parse(name).ok_or("no such work")?;
                batches.insert(name.to_owned(), peer.batch(work)?);
            }
            match batches.get_mut(name) {
                Some(Some(batch)) => {
                    let start = Instant::now();
                    batch(times);
                    nanoseconds(start).to_string()
                }
                _ => "none".to_owned(),
            }
        }
        ["open" | "open-only", file] => {
            let opened = peer.open(Path::new(file), words[0] == "open")?;
            match opened.others {
                Some(others) => format!("{} {others}", opened.first),
                None => format!("{} none", opened.first),
            }
        }
        ["seek", file, name] => match peer.seek(Path::new(file), name)? {
            Some((first, again)) => format!("{first} {again}"),
            None => "none".to_owned(),
        },
        _ => return Err(format!("`{line}` is no command").into()),
    })
}

/// Time since `start`.
pub(crate) fn nanoseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e9
}
