//! Plugins that the system's loader refuses.

use std::ffi::{CStr, CString};
use std::os::unix::ffi::OsStrExt as _;
use std::path::PathBuf;
use std::process::Command;
use std::{env, io, ptr};

use acceptance::mutate::Mutant;
use acceptance::{copy, fixture, isolated, leave_out, run};
use plugin_host::{OpenError, open};

use super::{assert_is, cc, folder, refusal, refusal_of_changed, source};

isolated! {
    fn a_missing_library_is_named_with_the_cure() {
        let error = refusal_of_changed(
            |plugin| plugin.with_string("libgcc_s.so.1", "libnowher.so1"),
            &missing("it", "libnowher.so1", &[]),
        );
        assert!(source(&error).starts_with("libnowher.so1: cannot open shared object file"));
        assert_is!(error, OpenError::MissingDependency { indirect: false, .. });
    }

    fn a_missing_library_is_named_with_the_places_of_the_plugins_run_path() {
        let (_folder, path) = folder();
        let plugin = Mutant::of(&fixture("needy")).with_string("libgcc_s.so.1", "libnowher.so1");
        let file = plugin.write(&path, "libx.so");
        let folders = [path.join("deps"), PathBuf::from("/opt/needy")];
        let error = refusal(&file, &missing("it", "libnowher.so1", &folders));
        assert_is!(error, OpenError::MissingDependency { run_path, .. } if *run_path == folders);
    }

    fn a_missing_library_is_named_with_the_folders_that_the_program_was_started_with() {
        if env::var_os("LD_LIBRARY_PATH").is_none_or(|folders| folders != "/opt/one:/opt/two") {
            // The system reads it when a program starts.
            return again(Command::new("env").arg("LD_LIBRARY_PATH=/opt/one:/opt/two"));
        }
        // SAFETY: no other thread runs.
        unsafe { env::set_var("LD_LIBRARY_PATH", "/opt/too-late") };
        let error = refusal_of_changed(
            |plugin| plugin.with_string("libgcc_s.so.1", "libnowher.so1"),
            "`{}` cannot be loaded: it needs the library `libnowher.so1`, which is in none of the \
             places for it: `LD_LIBRARY_PATH` (`/opt/one`, `/opt/two`), the system's library \
             folders; install it, or put it into one of these places",
        );
        let folders = ["/opt/one", "/opt/two"].map(PathBuf::from);
        assert_is!(
            error,
            OpenError::MissingDependency { library_path, .. } if *library_path == folders
        );
    }

    fn a_library_that_a_library_of_the_plugin_lacks_is_told_as_such() {
        let (_folder, path) = folder();
        let missing_one = path.join("liby.so");
        cc(&["-shared", "-fPIC", "-Wl,-soname,libnowher.so1"], "int y;", &missing_one);
        let needs_it = ["-shared", "-fPIC", "-Wl,--no-as-needed", missing_one.to_str().unwrap()];
        cc(&needs_it, "int x;", &path.join("libneed.so1"));
        // A name with a slash is a path: here, from the current folder.
        env::set_current_dir(&path).unwrap();
        let error = refusal_of_changed(
            |plugin| plugin.with_string("libgcc_s.so.1", "./libneed.so1"),
            &missing("one of the libraries that it needs", "libnowher.so1", &[]),
        );
        assert_is!(error, OpenError::MissingDependency { indirect: true, .. });
    }

    fn a_missing_library_with_a_path_is_not_looked_for_elsewhere() {
        let error = refusal_of_changed(
            |plugin| plugin.with_string("libgcc_s.so.1", "/opt/nowhe.so"),
            "`{}` cannot be loaded: it needs the library `/opt/nowhe.so`, which is missing; \
             install it there",
        );
        assert_is!(error, OpenError::MissingDependency { .. });
    }

    fn an_undefined_symbol_is_named_with_the_cure() {
        let error = refusal(
            &fixture("needy"),
            "`{}` cannot be loaded: nothing defines `frobnicate`, which it needs; link the plugin \
             with the library that does, or update that library",
        );
        assert!(source(&error).ends_with("undefined symbol: frobnicate"));
        assert_is!(error, OpenError::UndefinedSymbol { version: None, .. });
    }

    fn an_undefined_symbol_of_a_library_is_named_with_the_library() {
        let (_folder, path) = folder();
        let plugin = Mutant::of(&fixture("counter")).with_string("getenv", "getenx");
        let file = plugin.write(&path, "libx.so");
        // The version depends on the architecture.
        let version = match open(&file).unwrap_err() {
            OpenError::UndefinedSymbol { version: Some(version), .. } => version,
            other => panic!("{other}"),
        };
        assert!(version.starts_with("GLIBC_2."), "{version}");
        let error = refusal(
            &file,
            &format!(
                "`{{}}` cannot be loaded: `libc.so.6` does not define `getenx` of version \
                 `{version}`, which it needs; update `libc.so.6`, or build the plugin with the one \
                 that is installed"
            ),
        );
        let expected = format!("undefined symbol: getenx, version {version}");
        assert!(source(&error).ends_with(&expected), "{error:?}");
    }

    fn a_library_that_is_too_old_is_named_with_the_version_that_it_lacks() {
        let (_folder, path) = folder();
        let plugin = Mutant::of(&fixture("counter"));
        let old = plugin.string("GLIBC_2.");
        let new = old.replace("GLIBC_2", "GLIBC_9");
        let file = plugin.with_string(&old, &new).write(&path, "libx.so");
        let library = match open(&file).unwrap_err() {
            OpenError::OutdatedDependency { library, version, .. } => {
                assert_eq!(version, new);
                library
            }
            other => panic!("{other}"),
        };
        assert!(library.ends_with("/libc.so.6"), "{library}");
        let error = refusal(
            &file,
            &format!(
                "`{{}}` cannot be loaded: it needs version `{new}` of `{library}`, and the one \
                 that is installed is older; update it, or build the plugin on a system with the \
                 older one"
            ),
        );
        assert!(source(&error).contains("not found (required by"), "{error:?}");
    }

    /// Where the kernel lets this user mount nothing, not even in a namespace of its own, it says
    /// so on standard error and tests nothing; every other failure is one of the test.
    fn a_plugin_where_no_code_may_run_is_refused_with_the_cure() {
        const INSIDE: &str = "PLUGIN_ACCEPTANCE_OWN_MOUNTS";
        if env::var_os(INSIDE).is_none() {
            return match own_mounts() {
                Ok(mut unshare) => again(unshare.env(INSIDE, "1")),
                Err(why) => leave_out(&format!("a `noexec` mount: {why}")),
            };
        }
        let (_folder, path) = folder();
        let target = CString::new(path.as_os_str().as_bytes()).unwrap();
        mount(c"tmpfs", &target, libc::MS_NOEXEC).unwrap();
        let file = copy(&fixture("counter"), &path, "libx.so");
        let error = refusal(
            &file,
            "`{}` cannot be loaded: it lies on a file system that is mounted `noexec`; copy it to \
             another one, or mount that one with `exec`",
        );
        assert!(source(&error).contains("failed to map segment"), "{error:?}");
        assert_is!(error, OpenError::NoExec { .. });
        mount(c"tmpfs", &target, libc::MS_REMOUNT).unwrap();
        open(&file).expect("it opens once the file system allows it");
        // The folder can then be removed; the file system stays until the process ends.
        // SAFETY: the path is a C string that lives for the call.
        assert_eq!(unsafe { libc::umount2(target.as_ptr(), libc::MNT_DETACH) }, 0);
    }
}

/// The message for a missing library that is looked for in `run_path`, too.
fn missing(who: &str, library: &str, run_path: &[PathBuf]) -> String {
    let quoted = |folders: &[PathBuf]| {
        folders.iter().map(|it| format!("`{}`", it.display())).collect::<Vec<_>>().join(", ")
    };
    // Cargo sets it for tests.
    let variable = env::var_os("LD_LIBRARY_PATH").unwrap_or_default();
    let library_path: Vec<PathBuf> =
        env::split_paths(&variable).filter(|it| !it.as_os_str().is_empty()).collect();
    let place = |what: &str, folders: &[PathBuf]| match folders {
        [] => String::new(),
        _ => format!("{what} ({}), ", quoted(folders)),
    };
    let places =
        place("the plugin's run path", run_path) + &place("`LD_LIBRARY_PATH`", &library_path);
    let cure = if places.is_empty() {
        "start the program with its folder in `LD_LIBRARY_PATH`"
    } else {
        "put it into one of these places"
    };
    format!(
        "`{{}}` cannot be loaded: {who} needs the library `{library}`, which is in none of the \
         places for it: {places}the system's library folders; install it, or {cure}"
    )
}

/// Runs this test again, started by `starter`.
fn again(starter: &mut Command) {
    let output = run(starter.arg(env::current_exe().unwrap()).args(env::args_os().skip(1)));
    assert!(output.success && output.stdout.contains("1 passed"), "{}", output.stderr);
}

/// A starter that gives a program mounts of its own, as root or as root of its own namespace; or
/// why there is none.
///
/// A program, since only a process with a single thread may enter a namespace of users.
fn own_mounts() -> Result<Command, String> {
    let mut why = String::new();
    for options in [&["--mount"][..], &["--mount", "--map-root-user"]] {
        let mut unshare = Command::new("unshare");
        unshare.args(options);
        match Command::new("unshare").args(options).arg("true").output() {
            Ok(output) if output.status.success() => return Ok(unshare),
            Ok(output) => {
                why = format!("`unshare` says: {}", String::from_utf8_lossy(&output.stderr).trim());
            }
            Err(error) => why = format!("`unshare` cannot be run: {error}"),
        }
    }
    Err(why)
}

/// Mounts a file system in memory, or changes a mount.
fn mount(kind: &CStr, target: &CStr, flags: libc::c_ulong) -> io::Result<()> {
    let (source, data) = (kind.as_ptr(), ptr::null());
    // SAFETY: all are C strings that live for the call, or null where that is allowed.
    match unsafe { libc::mount(source, target.as_ptr(), kind.as_ptr(), flags, data) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}
