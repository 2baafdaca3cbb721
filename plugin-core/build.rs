//! Records the compiler and target of this build, which a plugin's manifest states.

use std::env;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc)
        .arg("--version")
        .output()
        .ok()
        .and_then(|output| String::from_utf8(output.stdout).ok())
        .map(|text| text.trim().to_owned())
        .unwrap_or_default();
    println!("cargo:rustc-env=PLUGIN_CORE_RUSTC={version}");
    println!("cargo:rustc-env=PLUGIN_CORE_TARGET={}", env::var("TARGET").unwrap_or_default());
}
