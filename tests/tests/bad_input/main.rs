//! ACCEPTANCE "Bad input": each is refused with an exact error, and nothing of it runs.
//!
//! Here is what the tests ask; they are sorted by how far an input gets.

mod content;
mod loading;
mod manifest;
mod paths;

use std::error::Error as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use acceptance::mutate::Mutant;
use acceptance::{TempDir, fixture, run, temporary_folder};
use plugin_host::{OpenError, open};

/// A folder that everybody may enter, and its path without links.
fn folder() -> (TempDir, PathBuf) {
    let folder = temporary_folder();
    set_mode(folder.path(), 0o755);
    let path = folder.path().canonicalize().unwrap();
    (folder, path)
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// What `open` says of `path`, twice, without the path; no code of the file is in memory then.
#[track_caller]
fn refusal(path: &Path, message: &str) -> OpenError {
    let error = open(path).unwrap_err();
    assert_eq!(error.to_string(), message.replace("{}", &path.display().to_string()));
    assert_eq!(error.path(), Some(path));
    assert!(!error.is_earlier());
    assert_eq!(open(path).unwrap_err().to_string(), error.to_string(), "nothing is remembered");
    assert!(!is_code_in_memory(path));
    error
}

/// Whether code of a file can run. What the loader only reads, it may leave in memory.
fn is_code_in_memory(path: &Path) -> bool {
    let Ok(file) = path.canonicalize() else { return false };
    let file = file.display().to_string();
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    maps.lines().any(|line| line.ends_with(&file) && line.contains("xp "))
}

/// As [`refusal`], of a file with these bytes.
#[track_caller]
fn refusal_of(bytes: impl AsRef<[u8]>, message: &str) -> OpenError {
    let (_folder, path) = folder();
    let path = path.join("libx.so");
    fs::write(&path, bytes).unwrap();
    refusal(&path, message)
}

/// As [`refusal`], of a changed copy of a plugin, which opens if it is not changed.
#[track_caller]
fn refusal_of_changed(change: impl FnOnce(Mutant) -> Mutant, message: &str) -> OpenError {
    let plugin = Mutant::of(&fixture("counter"));
    let changed = change(plugin.clone());
    assert_ne!(plugin.0, changed.0);
    let error = refusal_of(changed.0, message);
    open(fixture("counter")).expect("the plugin itself opens");
    assert!(is_code_in_memory(&fixture("counter")), "and its code would have been seen");
    error
}

/// Shows an error that is not of the expected pattern.
macro_rules! assert_is {
    ($error:expr, $($pattern:tt)+) => {{
        let error = &$error;
        assert!(matches!(error, $($pattern)+), "{error:?}");
    }};
}
use assert_is;

/// Runs the C compiler.
fn cc(args: &[&str], source: &str, target: &Path) {
    let file = target.with_extension("c");
    fs::write(&file, source).unwrap();
    let compiler = env::var_os("CC").unwrap_or_else(|| "cc".into());
    let output = run(Command::new(compiler).args(args).arg("-o").arg(target).arg(file));
    assert!(output.success, "{}", output.stderr);
}

/// The text of the cause, which is not in the message.
fn source(error: &OpenError) -> String {
    let source = error.source().expect("the system said something").to_string();
    assert!(!error.to_string().contains(&source), "{error}");
    source
}
