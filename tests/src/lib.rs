//! What the acceptance tests share: fixtures built on demand, and tests in processes of their own.
//!
//! A plugin is loaded once in a process and stays, so a test that opens one must not meet what
//! another test opened: [`isolated!`] runs each in a child process, under `cargo test` and
//! `cargo nextest` alike.

#[cfg(target_os = "linux")]
pub mod corpus;
pub mod everything;
pub mod mutate;

use std::collections::HashMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::sync::{Mutex, OnceLock};
use std::time::Duration;
use std::{env, fs, thread};

pub use tempfile::TempDir;

/// Longest that an isolated test may take before it counts as hanging: builds of fixtures, which
/// wait for each other, included.
const PATIENCE: Duration = Duration::from_secs(600);

/// Set in the child process of an isolated test.
const CHILD: &str = "PLUGIN_ACCEPTANCE_CHILD";

/// A fixture's cdylib, built in this workspace's target folder if it is not up to date.
///
/// # Panics
///
/// If it does not build.
pub fn fixture(package: &str) -> PathBuf {
    build(package, |build| build)
}

/// As [`fixture`], optimised.
///
/// # Panics
///
/// If it does not build.
pub fn release_fixture(package: &str) -> PathBuf {
    build(package, plugin_host::build::Package::release)
}

/// As [`fixture`], with options of the build.
///
/// # Panics
///
/// If it does not build.
pub fn build(
    package: &str,
    options: impl FnOnce(plugin_host::build::Package) -> plugin_host::build::Package,
) -> PathBuf {
    static BUILT: OnceLock<Mutex<HashMap<String, PathBuf>>> = OnceLock::new();
    let build =
        options(plugin_host::build::package(package).manifest_path(workspace().join("Cargo.toml")));
    let key = format!("{build:?}");
    let mut paths = BUILT.get_or_init(Mutex::default).lock().unwrap();
    paths
        .entry(key)
        .or_insert_with(|| build.build().unwrap_or_else(|error| panic!("{error}")))
        .clone()
}

/// The root of the workspace.
///
/// # Panics
///
/// Never: the tests' package lies in the workspace.
pub fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the workspace")
}

/// A folder that is removed with the value.
///
/// # Panics
///
/// If it cannot be made.
pub fn temporary_folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder can be made")
}

/// Copies a file into a folder, which is made if it does not exist, under a new name.
///
/// # Panics
///
/// If it cannot.
pub fn copy(file: &Path, folder: &Path, name: impl AsRef<Path>) -> PathBuf {
    let target = folder.join(name);
    fs::create_dir_all(target.parent().expect("a file in a folder")).unwrap();
    fs::copy(file, &target).unwrap();
    target
}

/// Begins the line that says what a test left out: [`isolated`] passes it on.
const LEFT_OUT: &str = "NOT TESTED: ";

/// Says on standard error what an isolated test cannot test here.
pub fn leave_out(what: &str) {
    eprintln!("{LEFT_OUT}{what}");
}

/// What a child process said.
#[derive(Debug)]
pub struct Output {
    /// Its standard output.
    pub stdout: String,
    /// Its standard error.
    pub stderr: String,
    /// Whether it ended by itself, without a signal, and successfully.
    pub success: bool,
    /// How it ended.
    pub status: String,
}

/// Runs a command to its end.
///
/// # Panics
///
/// If it cannot be started or takes too long.
pub fn run(command: &mut Command) -> Output {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let (done, finished) = channel();
    let id = child.id();
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let read = |pipe: Option<Box<dyn std::io::Read + Send>>| {
        thread::spawn(move || {
            let mut text = Vec::new();
            pipe.expect("the pipe was asked for").read_to_end(&mut text).map(|_| text)
        })
    };
    let stdout = read(stdout.map(|pipe| Box::new(pipe) as _));
    let stderr = read(stderr.map(|pipe| Box::new(pipe) as _));
    let waiter = thread::spawn(move || {
        let status = child.wait();
        // The receiver is gone if it lost patience.
        let _ = done.send(());
        status
    });
    if finished.recv_timeout(PATIENCE).is_err() {
        // The child is not waited for yet, so its number is still its own.
        let _ = Command::new("kill").args(["-9", &id.to_string()]).status();
        panic!("{command:?} hangs");
    }
    let status = waiter.join().unwrap().unwrap();
    let text = |reader: thread::JoinHandle<std::io::Result<Vec<u8>>>| {
        String::from_utf8_lossy(&reader.join().unwrap().unwrap()).into_owned()
    };
    Output {
        stdout: text(stdout),
        stderr: text(stderr),
        success: status.success(),
        status: status.to_string(),
    }
}

/// Runs a test again in a process of its own, in which only `body` runs.
///
/// # Panics
///
/// If the body does.
pub fn isolated(module: &str, name: &str, body: fn()) {
    if env::var_os(CHILD).is_some() {
        return body();
    }
    // libtest names tests without the crate.
    let path = match module.split_once("::") {
        Some((_, inner)) => format!("{inner}::{name}"),
        None => name.to_owned(),
    };
    let output = run(Command::new(env::current_exe().unwrap())
        .args(["--exact", &path, "--nocapture", "--test-threads=1"])
        .env(CHILD, "1"));
    assert!(
        output.success && output.stdout.contains("1 passed"),
        "{path} in its own process: {}\n{}\n{}",
        output.status,
        output.stdout,
        output.stderr,
    );
    for line in output.stderr.lines().filter(|line| line.starts_with(LEFT_OUT)) {
        // Past libtest, which shows what a test prints only if it fails.
        writeln!(std::io::stderr(), "{path}: {line}").expect("standard error is open");
    }
}

/// Declares tests that run in processes of their own.
#[macro_export]
macro_rules! isolated {
    ($($(#[$meta:meta])* fn $name:ident() $body:block)+) => {$(
        #[test]
        $(#[$meta])*
        fn $name() {
            $crate::isolated(module_path!(), stringify!($name), || $body);
        }
    )+};
}
