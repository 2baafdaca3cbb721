//! Exports the symbols of one program, which tests that a plugin keeps to its own.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-link-arg-bin=unmangled-host=-rdynamic");
}
