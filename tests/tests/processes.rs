//! What only a host of its own shows: its output, its symbols, its end.

use std::path::Path;
use std::process::Command;

use acceptance::{fixture, run};

/// A program of this package.
fn host(path: &str, plugins: &[&Path]) -> acceptance::Output {
    let output = run(Command::new(path).args(plugins));
    assert!(output.success, "{}\n{}\n{}", output.status, output.stdout, output.stderr);
    output
}

/// C7
#[test]
fn unmangled_symbols_of_one_name_stay_apart() {
    let plugin = fixture("unmangled");
    let output = host(env!("CARGO_BIN_EXE_unmangled-host"), &[&plugin]);
    assert_eq!(output.stdout, "host 1 1, plugin [2, 2, 2]\n");
}

/// C13
#[test]
fn shutdown_hooks_run_once_in_reverse_order_of_opening() {
    let (one, two) = (fixture("shutdown-one"), fixture("shutdown-two"));
    let output = host(env!("CARGO_BIN_EXE_shutdown-host"), &[&one, &two]);
    assert_eq!(
        output.stdout,
        "two: stopped\none: stopped 1\none: reported\ntwo: goodbye host: shutdown hook `last` of plugin \
         `shutdown-two` panicked at tests/fixtures/shutdown-two/src/lib.rs:10:5: two does not go \
         quietly\nhost: done\n"
    );
}
