//! The host of the quickstart: builds the plugin `greeter`, opens it and uses it.
#![forbid(unsafe_code)]

use std::error::Error;
use std::sync::atomic::{AtomicI64, Ordering};

use greeter_api::Point;

fn main() -> Result<(), Box<dyn Error>> {
    // A real host opens a file that somebody installed; here cargo makes it first.
    let file = plugin_host::build::package("greeter").manifest_path(manifest()).build()?;

    let plugin = plugin_host::open(file)?;
    println!("opened {} {}", plugin.name(), plugin.version());
    for export in plugin.exports() {
        println!("  {}: {}", export.name(), export.signature());
    }

    // The example of Go's documentation: set a variable, call a function.
    let v = plugin.lookup::<AtomicI64>("V")?;
    v.store(7, Ordering::Relaxed);
    let f = plugin.lookup::<fn()>("f")?;
    f.call();

    // Plain Rust in, plain Rust out.
    let greet = plugin.lookup::<fn(&str) -> String>("greet")?;
    println!("{}", greet.call("world"));

    // A struct by value, and by reference.
    let reflect = plugin.lookup::<fn(Point) -> Point>("reflect")?;
    let mut point = reflect.call(Point { x: 1.0, y: -2.0 });
    let shift = plugin.lookup::<fn(&mut Point, &Point)>("shift")?;
    shift.call(&mut point, &Point { x: 0.5, y: 0.5 });
    println!("{point:?}");

    // As fast as a function pointer, which it is.
    let add = plugin.lookup::<extern "C" fn(u64, u64) -> u64>("fast_add")?;
    println!("2 + 3 = {}", add(2, 3));

    // A panic in the plugin is a value in the host.
    let divide = plugin.lookup::<fn(u64, u64) -> u64>("divide")?;
    match divide.try_call(1, 0) {
        Ok(quotient) => println!("1 / 0 = {quotient}"),
        Err(panic) => println!("contained: {}", panic.message()),
    }

    // A lookup with another type than the plugin's is refused, and says why.
    match plugin.lookup::<fn(&str) -> u32>("greet") {
        Ok(_) => println!("found"),
        Err(error) => println!("refused: {error}"),
    }

    plugin_host::shutdown()?;
    Ok(())
}

/// The workspace that the plugin is a package of.
fn manifest() -> &'static str {
    concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")
}
