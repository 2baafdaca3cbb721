//! The driver: builds the plugins, lets the workers take turns and makes the report.

mod build;
mod exports;
mod generated;
mod instructions;
mod memory;
mod opens;
mod plugins;
mod process;
mod repeated;

use crate::Result;
use crate::arguments::Arguments;
use crate::own;
use crate::peer::Name;
use crate::report::{Report, Versions};

use plugins::Plugins;

pub(crate) use plugins::target;

/// Measures what was asked for, prints it and writes it.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let names: Vec<_> = Name::all()
        .filter(|name| arguments.peers.is_empty() || arguments.peers.contains(name))
        .collect();
    let plugins = Plugins::build(&names)?;
    let mut tables = Vec::new();
    let wants = |group: &str| {
        let wanted = arguments.wants(group);
        if wanted {
            eprintln!("measuring: {group}");
        }
        wanted
    };
    if wants("call") {
        tables.push(repeated::calls(arguments, &plugins)?);
    }
    if wants("lookup") {
        tables.push(repeated::lookups(arguments, &plugins)?);
    }
    if wants("open") {
        tables.push(opens::table(arguments, &plugins)?);
    }
    if wants("exports") {
        tables.push(exports::table(arguments, &plugins)?);
    }
    if wants("memory") {
        tables.push(memory::table(&plugins)?);
    }
    if wants("build") {
        tables.extend(build::tables(arguments, &plugins)?);
    }
    if wants("instructions") {
        tables.push(instructions::table(&plugins));
    }
    if wants("own") {
        tables.extend(own::tables(arguments)?);
    }
    let report = Report { versions: Versions::collect(), quick: arguments.quick, tables };
    print!("{}", report.page());
    match &arguments.output {
        Some(folder) => report.write(folder),
        None => Ok(()),
    }
}
