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
    println!("cargo:rustc-check-cfg=cfg(rows_in_a_section)");
    if puts_rows_in_a_section(&version) {
        println!("cargo:rustc-cfg=rows_in_a_section");
    }
    println!("cargo:rustc-env=PLUGIN_CORE_RUSTC={version}");
    println!("cargo:rustc-env=PLUGIN_CORE_TARGET={}", env::var("TARGET").unwrap_or_default());
}

/// Whether compiler and linker of the target keep a section of rows together, and all of it.
///
/// A compiler before 1.90 may leave it to the linker to drop a static that nothing but its section refers to, which
/// lld does. Linkers of other formats than ELF define no symbols for its ends, or do not put it in order.
fn puts_rows_in_a_section(version: &str) -> bool {
    const ELF: [&str; 8] =
        ["android", "dragonfly", "freebsd", "illumos", "linux", "netbsd", "openbsd", "solaris"];
    let minor = version.strip_prefix("rustc 1.").and_then(|rest| rest.split('.').next());
    let is_new = minor.and_then(|minor| minor.parse().ok()).is_some_and(|minor: u32| minor >= 90);
    is_new && env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| ELF.contains(&os.as_str()))
}
