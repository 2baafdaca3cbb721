//! What a program that runs under cargo hands on to the cargo that it starts.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Set by cargo for one package, which is not the one that is to be built.
const OF_ONE_PACKAGE: [&str; 7] = [
    "CARGO_BIN_",
    "CARGO_CRATE_NAME",
    "CARGO_MAKEFLAGS",
    "CARGO_MANIFEST_",
    "CARGO_PKG_",
    "CARGO_PRIMARY_PACKAGE",
    "OUT_DIR",
];
/// Names one toolchain, where another is asked for.
const OF_ONE_TOOLCHAIN: [&str; 4] = ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN"];

/// Cargo, of a toolchain or the one that runs this program.
///
/// What is set for the whole build stays, so that nothing is built anew for another value of it:
/// `CARGO_TARGET_DIR`, `RUSTFLAGS`, `CARGO_HOME`.
pub(super) fn cargo(toolchain: Option<&str>) -> Command {
    let mut command = match toolchain {
        Some(toolchain) => {
            let mut command = Command::new("rustup");
            command.args(["run", toolchain, "cargo"]);
            for name in OF_ONE_TOOLCHAIN {
                command.env_remove(name);
            }
            command
        }
        None => Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into())),
    };
    for (name, _) in env::vars_os() {
        let Some(text) = name.to_str() else { continue };
        if OF_ONE_PACKAGE.iter().any(|start| text.starts_with(start)) {
            command.env_remove(&name);
        }
    }
    command
}

/// Name and `Cargo.toml` of the package whose test or example this is.
pub(super) fn current_package() -> Option<(String, PathBuf)> {
    let name = env::var("CARGO_PKG_NAME").ok()?;
    // Compilers before 1.83 do not name the file.
    let manifest = env::var_os("CARGO_MANIFEST_PATH")
        .map(PathBuf::from)
        .or_else(|| Some(Path::new(&env::var_os("CARGO_MANIFEST_DIR")?).join("Cargo.toml")))?;
    Some((name, manifest))
}
