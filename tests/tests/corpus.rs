//! Files in large numbers: damaged plugins, none of which may end the process, and the system's own
//! libraries, none of which is damaged.
#![cfg(all(target_os = "linux", target_pointer_width = "64", target_endian = "little"))]

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

use acceptance::{release_fixture, run};
use plugin_host::{OpenError, inspect};

/// Truncated, with flipped bits, with random bytes: see `tests/src/corpus.rs`.
#[test]
fn no_damage_to_headers_or_manifest_ends_the_process() {
    let output = run(Command::new(env!("CARGO_BIN_EXE_corpus")).arg(release_fixture("small")));
    assert!(output.success, "{}\n{}\n{}", output.status, output.stdout, output.stderr);
    let classes: Vec<_> = output.stdout.lines().skip(1).collect();
    assert_eq!(classes.len(), 8, "{}", output.stdout);
}

/// What linkers and other tools make, and the system's loader loads, is not refused as damaged.
#[test]
fn no_library_of_this_system_is_damaged() {
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let mapped = maps.lines().filter_map(|line| Some(Path::new(&line[line.find('/')?..])));
    let folders: BTreeSet<_> = mapped
        .filter(|path| path.file_name().is_some_and(is_library))
        .filter_map(Path::parent)
        .collect();
    let mut libraries = 0;
    for path in folders.into_iter().flat_map(|it| fs::read_dir(it).unwrap()) {
        let path = path.unwrap().path();
        if !path.is_file() || !path.file_name().is_some_and(is_library) {
            continue;
        }
        let error = inspect(&path).expect_err("it is no plugin");
        let error = error.as_open_error();
        // Some are programs, or texts for the linker.
        assert!(
            matches!(error, OpenError::NotAPlugin { .. } | OpenError::NotALibrary { .. }),
            "{error}"
        );
        libraries += usize::from(matches!(error, OpenError::NotAPlugin { .. }));
    }
    assert!(libraries > 0, "this program was loaded with some");
}

/// Whether a name is `libx.so` or `libx.so.1`.
fn is_library(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.ends_with(".so") || name.contains(".so.")
}
