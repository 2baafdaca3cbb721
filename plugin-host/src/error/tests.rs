//! Every message, word for word.
//!
//! Long, because there is one for each message.

use std::error::Error as _;
use std::path::Path;

use super::*;

fn path() -> PathBuf {
    PathBuf::from("/p/libx.so")
}

fn machine(name: &'static str, bits: u8) -> Machine {
    Machine { name: name.into(), bits, little_endian: true }
}

fn denied(at: &str, mode: u32) -> OpenError {
    let source = Arc::new(io::ErrorKind::PermissionDenied.into());
    OpenError::PermissionDenied {
        path: path(),
        at: at.into(),
        mode,
        owner: 0,
        group: 7,
        user: 1000,
        source,
    }
}

fn missing(library: &str, indirect: bool, run: &[&str], variable: &[&str]) -> OpenError {
    OpenError::MissingDependency {
        path: path(),
        library: library.to_owned(),
        indirect,
        run_path: run.iter().map(PathBuf::from).collect(),
        library_path: variable.iter().map(PathBuf::from).collect(),
        source: LoaderError("said".into()),
    }
}

fn undefined(version: Option<&str>, library: Option<&str>) -> OpenError {
    OpenError::UndefinedSymbol {
        path: path(),
        symbol: "x".to_owned(),
        version: version.map(str::to_owned),
        library: library.map(str::to_owned),
        source: LoaderError("said".into()),
    }
}

fn application(found: Option<(&'static str, &'static str)>) -> OpenError {
    let of = |(name, version)| Application::from(plugin_core::Api::new(name, version));
    OpenError::WrongApplication {
        path: path(),
        expected: Application::from(plugin_core::Api::new("editor", "2.1")),
        found: found.map(of),
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table with a row for each variant")]
fn each_message_is_one_line_that_says_what_to_do() {
    let path = path();
    let loader = LoaderError("said".into());
    let x = || "x".to_owned();
    for (error, message) in [
        (OpenError::InvalidPath { path: PathBuf::new(), reason: "is empty" }, "path \"\" is empty"),
        (OpenError::NotFound { path: path.clone() }, "`/p/libx.so` does not exist"),
        (
            OpenError::NotAFile { path: path.clone(), kind: FileKind::Directory },
            "`/p/libx.so` is not a plugin: expected a file, found a directory",
        ),
        (
            OpenError::Unreadable {
                path: path.clone(),
                source: Arc::new(io::ErrorKind::PermissionDenied.into()),
            },
            "`/p/libx.so` cannot be read",
        ),
        #[cfg(unix)]
        (
            OpenError::Unreadable {
                path: path.clone(),
                source: Arc::new(io::Error::from_raw_os_error(libc::ELOOP)),
            },
            "`/p/libx.so` cannot be read: its symbolic links lead in a circle, or are more than the \
             system follows; link to the file itself",
        ),
        (
            denied("/p/libx.so", 0o100_640),
            "`/p/libx.so` cannot be read: it has mode 0640, owner 0 and group 7, and this process \
             runs as user 1000; allow it with `chmod a+r`, or run the program as another user",
        ),
        (
            denied("/q/liby.so", 0o100_640),
            "`/p/libx.so` cannot be read: the file `/q/liby.so` has mode 0640, owner 0 and group 7, \
             and this process runs as user 1000; allow it with `chmod a+r`, or run the program as \
             another user",
        ),
        (
            denied("/p", 0o041_700),
            "`/p/libx.so` cannot be read: the folder `/p` has mode 1700, owner 0 and group 7, and \
             this process runs as user 1000; allow it with `chmod a+x`, or run the program as \
             another user",
        ),
        (
            denied("/p", 0o040_755),
            "`/p/libx.so` cannot be read: the folder `/p` has mode 0755, owner 0 and group 7, and \
             this process runs as user 1000; its mode allows that: look at its access control list \
             and at the system's rules",
        ),
        (
            OpenError::NotALibrary { path: path.clone(), what: Content::Script },
            "`/p/libx.so` is not a plugin: expected a shared library, found a script",
        ),
        (
            OpenError::WrongFormat { path: path.clone(), expected: Format::Elf, found: Format::Pe },
            "`/p/libx.so` is for another system: expected an ELF file (Linux), found a PE file \
             (Windows)",
        ),
        (
            OpenError::WrongArchitecture {
                path: path.clone(),
                expected: machine("x86_64", 64),
                found: machine("arm", 32),
            },
            "`/p/libx.so` is for another machine: expected x86_64 (64-bit, little-endian), found arm \
             (32-bit, little-endian)",
        ),
        (
            OpenError::Damaged { path: path.clone(), reason: "it is cut off".to_owned() },
            "`/p/libx.so` is damaged: it is cut off; build or copy it again",
        ),
        (
            OpenError::NotAPlugin { path: path.clone(), rust: true },
            "`/p/libx.so` is a library but not a plugin: add `plugin_core::plugin!();` at the root of \
             its crate",
        ),
        (
            OpenError::NotAPlugin { path: path.clone(), rust: false },
            "`/p/libx.so` is a library but not a plugin: plugins are Rust crates with \
             `plugin_core::plugin!();` at their root",
        ),
        (
            OpenError::BadManifest {
                path: path.clone(),
                offset: 600,
                reason: "field 1 is not UTF-8".to_owned(),
            },
            "the manifest of `/p/libx.so` is damaged at byte 600: field 1 is not UTF-8; build or copy \
             it again",
        ),
        (
            OpenError::NewerManifest { path: path.clone(), expected: 1, found: 2 },
            "the manifest of `/p/libx.so` has a newer format: expected 1, found 2; update \
             `plugin-host`",
        ),
        (
            OpenError::SeveralPlugins {
                path: path.clone(),
                names: vec!["a".to_owned(), "b".to_owned()],
            },
            "`/p/libx.so` holds several plugins, and none says what it does with the others: `a`, \
             `b`; write `plugin!(include = [dep])` or `plugin!(exclude = [dep])` in the one that is \
             meant",
        ),
        (
            OpenError::SeveralPlugins {
                path: path.clone(),
                names: ["a-b", "c", "x"].map(str::to_owned).to_vec(),
            },
            "`/p/libx.so` holds several plugins, and none says what it does with the others: `a-b`, \
             `c`, `x`; write `plugin!(include = [a_b, c])` or `plugin!(exclude = [a_b, c])` in `x`",
        ),
        (
            OpenError::UnsupportedAbi {
                path: path.clone(),
                host: AbiVersion { major: 1, minor: 0 },
                plugin: AbiVersion { major: 2, minor: 3 },
                older: Side::Host,
            },
            "`/p/libx.so` has another plugin ABI: expected 1.0, found 2.3; the host is older: update \
             its `plugin-host`",
        ),
        (
            OpenError::UnsupportedAbi {
                path: path.clone(),
                host: AbiVersion { major: 2, minor: 0 },
                plugin: AbiVersion { major: 1, minor: 3 },
                older: Side::Plugin,
            },
            "`/p/libx.so` has another plugin ABI: expected 2.0, found 1.3; the plugin is older: \
             rebuild it with a newer `plugin-core`",
        ),
        (
            OpenError::WrongTarget { path: path.clone(), expected: x(), found: "y".to_owned() },
            "`/p/libx.so` is for another target: expected `x`, found `y`",
        ),
        (
            application(None),
            "`/p/libx.so` does not say which application it is for: expected `editor` 2.1; write \
             `plugin!(for = …)` in the plugin",
        ),
        (
            application(Some(("viewer", "2.1"))),
            "`/p/libx.so` is for another application: expected `editor` 2.1, found `viewer` 2.1",
        ),
        (
            application(Some(("editor", "3.0"))),
            "`/p/libx.so` is for another version of `editor`: expected 2.1, found 3.0; the \
             application is older: update it",
        ),
        (
            application(Some(("editor", "1.9"))),
            "`/p/libx.so` is for another version of `editor`: expected 2.1, found 1.9; the plugin \
             is older: rebuild it for 2.1",
        ),
        (
            OpenError::BrokenSeal { path: path.clone() },
            "`/p/libx.so` has changed since it was sealed: copy or build it again; where `strip` or \
             `patchelf` changed it on purpose, seal it again",
        ),
        (
            OpenError::NotSealed { path: path.clone() },
            "`/p/libx.so` is not sealed, as this host requires: seal it with `plugin_host::seal` \
             after it was built",
        ),
        (
            OpenError::PrivateCopy {
                path: path.clone(),
                folder: "/copies".into(),
                reason: "others may write to it".to_owned(),
                source: None,
            },
            "`/p/libx.so` cannot be copied to `/copies`: others may write to it",
        ),
        (
            missing("liby.so", false, &[], &[]),
            "`/p/libx.so` cannot be loaded: it needs the library `liby.so`, which is in none of the \
             places for it: the system's library folders; install it, or start the program with its \
             folder in `LD_LIBRARY_PATH`",
        ),
        (
            missing("liby.so", false, &["/p/deps"], &["/a", "/b"]),
            "`/p/libx.so` cannot be loaded: it needs the library `liby.so`, which is in none of the \
             places for it: the plugin's run path (`/p/deps`), `LD_LIBRARY_PATH` (`/a`, `/b`), the \
             system's library folders; install it, or put it into one of these places",
        ),
        (
            missing("liby.so", true, &[], &["/a"]),
            "`/p/libx.so` cannot be loaded: one of the libraries that it needs needs the library \
             `liby.so`, which is in none of the places for it: `LD_LIBRARY_PATH` (`/a`), the \
             system's library folders; install it, or put it into one of these places",
        ),
        (
            missing("/opt/liby.so", false, &[], &[]),
            "`/p/libx.so` cannot be loaded: it needs the library `/opt/liby.so`, which is missing; \
             install it there",
        ),
        (
            OpenError::OutdatedDependency {
                path: path.clone(),
                library: "/lib/liby.so.1".to_owned(),
                version: "LIBY_2.0".to_owned(),
                source: loader.clone(),
            },
            "`/p/libx.so` cannot be loaded: it needs version `LIBY_2.0` of `/lib/liby.so.1`, and the \
             one that is installed is older; update it, or build the plugin on a system with the \
             older one",
        ),
        (
            undefined(None, None),
            "`/p/libx.so` cannot be loaded: nothing defines `x`, which it needs; link the plugin with \
             the library that does, or update that library",
        ),
        (
            undefined(Some("LIBY_1.0"), None),
            "`/p/libx.so` cannot be loaded: nothing defines `x` of version `LIBY_1.0`, which it \
             needs; link the plugin with the library that does, or update that library",
        ),
        (
            undefined(Some("LIBY_1.0"), Some("liby.so.1")),
            "`/p/libx.so` cannot be loaded: `liby.so.1` does not define `x` of version `LIBY_1.0`, \
             which it needs; update `liby.so.1`, or build the plugin with the one that is installed",
        ),
        (
            OpenError::NoExec { path: path.clone(), source: loader.clone() },
            "`/p/libx.so` cannot be loaded: it lies on a file system that is mounted `noexec`; copy \
             it to another one, or mount that one with `exec`",
        ),
        (OpenError::Load { path: path.clone(), source: loader }, "`/p/libx.so` cannot be loaded"),
        (
            OpenError::Replaced { path: path.clone() },
            "`/p/libx.so` was replaced while it was being opened: open it again",
        ),
        (
            OpenError::Circular { chain: ["a", "b", "a"].map(str::to_owned).to_vec() },
            "the opening of plugin `a` waits for itself: `a` -> `b` -> `a`",
        ),
        (
            OpenError::AlreadyLoaded { name: x(), first: Some(path.clone()), replaced: true },
            "plugin `x` was loaded from `/p/libx.so` before that file was replaced: restart the \
             program to load the new one",
        ),
        (
            OpenError::AlreadyLoaded { name: x(), first: Some(path), replaced: false },
            "plugin `x` is already loaded from `/p/libx.so`: open that file, rename one of them, or \
             allow it with `Host::builder().same_name(SameName::Allow)`",
        ),
        (
            OpenError::AlreadyLoaded { name: x(), first: None, replaced: false },
            "plugin `x` is already linked into this program: rename one of them, or allow it \
             with `Host::builder().same_name(SameName::Allow)`",
        ),
        (
            OpenError::OpenedUnderOtherSettings {
                plugin: x(),
                expected: "strict".to_owned(),
                found: "lax".to_owned(),
            },
            "plugin `x` was opened under other settings: expected `strict`, found `lax`",
        ),
    ] {
        assert_eq!(error.to_string(), message);
        assert!(!error.is_earlier());
        assert_eq!(error.clone().remembered().to_string(), message, "found before loading");
    }
}

#[test]
fn a_remembered_failure_says_so() {
    let x = || "x".to_owned();
    let difference = |item: &str| Incompatibility {
        item: item.to_owned(),
        expected: "one".to_owned(),
        found: "two".to_owned(),
    };
    for (error, message) in [
        (
            OpenError::Incompatible {
                plugin: x(),
                differences: vec![difference("a"), difference("b")],
                earlier: false,
            },
            "plugin `x` does not fit this host: a: expected one, found two; b: expected one, found two",
        ),
        (
            OpenError::Hooks { plugin: x(), problem: "a waits".to_owned(), earlier: false },
            "the hooks of plugin `x` have no order: a waits",
        ),
        (
            OpenError::Init {
                plugin: x(),
                hook: "start".to_owned(),
                place: "src/lib.rs:7".to_owned(),
                message: "no licence".to_owned(),
                panicked: false,
                earlier: false,
            },
            "init hook `start` of plugin `x` failed at src/lib.rs:7: no licence",
        ),
        (
            OpenError::Init {
                plugin: x(),
                hook: "start".to_owned(),
                place: "src/lib.rs:7:9".to_owned(),
                message: "boom".to_owned(),
                panicked: true,
                earlier: false,
            },
            "init hook `start` of plugin `x` panicked at src/lib.rs:7:9: boom",
        ),
        (
            OpenError::Interrupted { plugin: x(), earlier: false },
            "a panic in the host interrupted the opening of plugin `x`",
        ),
    ] {
        assert_eq!(error.to_string(), message);
        assert!(!error.is_earlier());
        let remembered = error.remembered();
        assert!(remembered.is_earlier());
        assert_eq!(remembered.to_string(), format!("{message} (remembered from an earlier open)"));
    }
}

#[test]
fn the_cause_is_in_the_source_and_not_in_the_message() {
    let error = OpenError::Load { path: path(), source: LoaderError("said".into()) };
    assert_eq!(error.source().unwrap().to_string(), "said");
    assert_eq!(error.path(), Some(Path::new("/p/libx.so")));
    let error = OpenError::Unreadable {
        path: path(),
        source: Arc::new(io::ErrorKind::PermissionDenied.into()),
    };
    assert_eq!(error.source().unwrap().to_string(), "permission denied");
}

#[test]
fn errors_cross_threads_and_fit_a_result() {
    fn assert<T: Send + Sync + Clone + 'static>() {}
    assert::<OpenError>();
    assert::<ShutdownError>();
    assert!(size_of::<OpenError>() < 128, "clippy::result_large_err");
}
