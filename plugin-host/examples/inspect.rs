//! Prints what plugins say of themselves, without running any of them:
//! `cargo run -p plugin-host --example inspect -- target/debug/libgreeter.so`

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    for path in std::env::args_os().skip(1) {
        match plugin_host::inspect(&path) {
            Ok(manifest) => println!("{manifest}\n"),
            Err(error) => {
                eprintln!("{error}");
                code = ExitCode::FAILURE;
            }
        }
    }
    code
}
