//! Opens a `counter` by way of a private copy: `private-host <folder of copies> <plugin>`.

use std::env;
use std::error::Error;

use plugin_host::Host;

fn main() -> Result<(), Box<dyn Error>> {
    let [copies, file] = [1, 2].map(|n| env::args_os().nth(n).ok_or("two arguments"));
    let plugin = Host::builder().private_copy(copies?).build().open(file?)?;
    println!("{}", plugin.lookup::<fn() -> String>("which")?.call());
    Ok(())
}
