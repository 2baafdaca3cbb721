//! The parts of messages that are more than a value.

use std::env::consts::DLL_PREFIX;
use std::fmt;
use std::path::Path;

use super::Content;
use crate::manifest::Application;

/// The suffix of a remembered failure.
pub(super) struct Earlier(pub(super) bool);

impl fmt::Display for Earlier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0 { " (remembered from an earlier open)" } else { "" })
    }
}

/// Why a plugin of one name, or of one path, is not loaded again.
pub(super) struct Already<'a> {
    pub(super) name: &'a str,
    pub(super) first: Option<&'a Path>,
    pub(super) replaced: bool,
}

impl fmt::Display for Already<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, first, replaced } = self;
        match first.map(Path::display) {
            Some(first) if *replaced => write!(
                f,
                "plugin `{name}` was loaded from `{first}` before that file was replaced: restart \
                 the program to load the new one"
            ),
            Some(first) => write!(
                f,
                "plugin `{name}` is already loaded from `{first}`: open that file, rename one of \
                 them, or allow it with `Host::builder().same_name(SameName::Allow)`"
            ),
            None => write!(
                f,
                "plugin `{name}` is already linked into this program: rename one of them, or allow \
                 it with `Host::builder().same_name(SameName::Allow)`"
            ),
        }
    }
}

/// What turns the file into a library, where that is known.
pub(super) fn cure(what: Content) -> &'static str {
    match what {
        Content::StaticLibrary => ": a plugin's Cargo.toml says `crate-type = [\"cdylib\"]`",
        _ => "",
    }
}

/// What a plugin is for instead of the host's application.
pub(super) fn application(expected: &Application, found: Option<&Application>) -> String {
    let Some(found) = found else {
        return format!(
            "does not say which application it is for: expected {expected}; write `plugin!(for = …)` in the plugin"
        );
    };
    if found.name() != expected.name() {
        return format!("is for another application: expected {expected}, found {found}");
    }
    let (name, host, plugin) = (expected.name(), expected.version(), found.version());
    let cure = if found.is_newer_than(expected) {
        "the application is older: update it".to_owned()
    } else {
        format!("the plugin is older: rebuild it for {host}")
    };
    format!("is for another version of `{name}`: expected {host}, found {plugin}; {cure}")
}

/// "`a` -> `b` -> `a`".
pub(super) fn chain(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" -> ")
}

/// "`a`, `b`".
pub(super) fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// What to write in the plugin that is meant: most likely the one that the file is named after.
pub(super) fn include_or_exclude(path: &Path, packages: &[String]) -> String {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let name = stem.strip_prefix(DLL_PREFIX).unwrap_or(stem);
    let crates = packages.iter().map(|package| package.replace('-', "_"));
    let (own, others): (Vec<_>, Vec<_>) = crates.partition(|package| package == name);
    let (place, others) = match own[..] {
        [ref own] => (format!("`{own}`"), others.join(", ")),
        _ => ("the one that is meant".to_owned(), "dep".to_owned()),
    };
    format!("write `plugin!(include = [{others}])` or `plugin!(exclude = [{others}])` in {place}")
}

/// "a; b".
pub(super) fn list<T: fmt::Display>(items: &[T]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// What makes a library a plugin.
pub(super) fn not_a_plugin(rust: bool) -> &'static str {
    if rust {
        "add `plugin_core::plugin!();` at the root of its crate"
    } else {
        "plugins are Rust crates with `plugin_core::plugin!();` at their root"
    }
}
