//! Operations on text, done by a plugin:
//!
//! ```text
//! text-operations reverse-line-order           the lines of standard input
//! text-operations remove-words WORD...         from each line of standard input
//! text-operations json-command [FILE]          a command in JSON, or one in each line of standard input
//! ```
#![forbid(unsafe_code)]

use std::error::Error;
use std::io::{self, BufRead as _, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::{env, fs};

use text_operations_api::TextOperations;

fn main() -> Result<(), Box<dyn Error>> {
    let file = plugin_host::build::package("text-operations-plugin")
        .manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .build()?;
    let plugin = plugin_host::open(file)?;
    plugin.lookup::<AtomicU64>("INITIAL")?.store(10, Ordering::Relaxed);
    let mut operations = plugin.lookup::<fn() -> Box<dyn TextOperations>>("new")?.call();

    let arguments: Vec<_> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["reverse-line-order"] => {
            print!("{}", operations.reverse_lines(&io::read_to_string(io::stdin())?));
        }
        ["remove-words", ..] => {
            each_line(|line| Ok(operations.remove_words(line, arguments[1..].to_vec())))?;
        }
        ["json-command", file] => {
            println!("{}", run(&mut *operations, &fs::read_to_string(file)?)?);
        }
        ["json-command"] => each_line(|line| run(&mut *operations, line))?,
        _ => return Err("reverse-line-order, remove-words WORD... or json-command [FILE]".into()),
    }
    Ok(())
}

/// Runs a command in JSON.
fn run(operations: &mut dyn TextOperations, command: &str) -> Result<String, Box<dyn Error>> {
    Ok(serde_json::to_string(&operations.run(serde_json::from_str(command)?))?)
}

/// Answers each line of standard input with one.
fn each_line(
    mut answer: impl FnMut(&str) -> Result<String, Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        writeln!(out, "{}", answer(&line?)?)?;
    }
    Ok(())
}
