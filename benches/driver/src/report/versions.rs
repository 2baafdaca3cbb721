//! Versions of all that takes part, and the machine.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde::Serialize;

/// Names and versions, in the order of the page.
#[derive(Debug, Serialize)]
pub(crate) struct Versions {
    pub(crate) entries: Vec<(String, String)>,
}

/// Crates whose versions are told, from the lock file of the plugins or of the workspace.
const CRATES: [&str; 8] = [
    "abi_stable",
    "cglue",
    "dlopen2",
    "libloading",
    "savefile-abi",
    "stabby",
    "wasmtime",
    "plugin-core",
];

impl Versions {
    /// Asks the system, the tools and the lock file.
    pub(crate) fn collect() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut entries = Vec::new();
        let mut tell = |what: &str, version: Option<String>| {
            entries.push((what.to_owned(), version.unwrap_or_else(|| "not installed".into())));
        };
        let git =
            |arguments: &[&str]| output(Command::new("git").args(arguments).current_dir(folder));
        let dirty = git(&["status", "--porcelain"]).is_some_and(|changes| !changes.is_empty());
        let revision = git(&["describe", "--always", "--abbrev=12"]);
        let changed = if dirty { ", with changes" } else { "" };
        tell("this framework", revision.map(|revision| format!("{revision}{changed}")));
        tell("processor", processor());
        tell("cores", std::thread::available_parallelism().ok().map(|cores| cores.to_string()));
        tell("kernel", output(Command::new("uname").args(["-s", "-r", "-m"])));
        tell("C library", output(Command::new("getconf").arg("GNU_LIBC_VERSION")));
        tell("rustc", output(Command::new("rustc").arg("--version")));
        tell("Go", output(Command::new("go").arg("version")));
        tell("valgrind", output(Command::new("valgrind").arg("--version")));
        let lock = fs::read_to_string(folder.join("../../Cargo.lock")).unwrap_or_default();
        for name in CRATES {
            if let Some(versions) = locked(&lock, name) {
                tell(name, Some(versions));
            }
        }
        Self { entries }
    }
}

/// What a program prints.
fn output(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn processor() -> Option<String> {
    let info = fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = info.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split(':').nth(1)?.trim().to_owned())
}

/// Versions of a package in a lock file.
fn locked(lock: &str, name: &str) -> Option<String> {
    let versions: Vec<_> = lock
        .split("[[package]]")
        .filter(|package| package.contains(&format!("\nname = \"{name}\"\n")))
        .filter_map(|package| package.split("version = \"").nth(1)?.split('"').next())
        .collect();
    (!versions.is_empty()).then(|| versions.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_from_a_lock_file() {
        let lock = "[[package]]\nname = \"a\"\nversion = \"1.2.3\"\n\n[[package]]\nname = \"ab\"\n\
                    version = \"2.0.0\"\n";
        assert_eq!(locked(lock, "a").as_deref(), Some("1.2.3"));
        assert_eq!(locked(lock, "c"), None);
    }
}
