//! A host with the same unmangled symbols as its plugin, exported to it (`-rdynamic`, by the build
//! script).

use std::env;
use std::error::Error;
use std::sync::atomic::{AtomicU32, Ordering};

#[unsafe(no_mangle)]
static CLASHING_STATIC: AtomicU32 = AtomicU32::new(1);

#[unsafe(no_mangle)]
extern "C" fn clashing_function() -> u32 {
    1
}

fn main() -> Result<(), Box<dyn Error>> {
    let file = env::args_os().nth(1).ok_or("expected the path of a plugin")?;
    let own = plugin_host::open(file)?.lookup::<fn() -> [u32; 3]>("own")?;
    let statics = CLASHING_STATIC.load(Ordering::Relaxed);
    println!("host {} {statics}, plugin {:?}", clashing_function(), own.call());
    Ok(())
}
