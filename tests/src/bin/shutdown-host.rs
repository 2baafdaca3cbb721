//! Opens plugins, shuts them down twice, and tells what went wrong.

use std::env;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    for file in env::args_os().skip(1) {
        plugin_host::open(file)?;
    }
    for _ in 0..2 {
        match plugin_host::shutdown() {
            Ok(()) => println!("host: done"),
            Err(error) => println!("host: {error}"),
        }
    }
    Ok(())
}
