//! A host for plugins of other builds: opens each file and uses all that it exports.
//!
//! `.ci/matrix` builds it, and the plugins, with every compiler and profile that it has.

use std::env;
use std::error::Error;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use plugin_host::{Host, Plugin, SameName};

fn main() -> Result<(), Box<dyn Error>> {
    // Several builds of one plugin are opened by one process.
    let host = Host::builder().same_name(SameName::Allow).build();
    for file in env::args_os().skip(1) {
        let plugin = host.open(&file)?;
        match plugin.name() {
            "everything" => check_everything(plugin)?,
            "allocator" => check_allocator(plugin)?,
            other => return Err(format!("no check for `{other}`").into()),
        }
        println!("ok: {} by {}", plugin.name(), plugin.manifest().compiler());
    }
    plugin_host::shutdown()?;
    Ok(())
}

fn check_everything(plugin: Plugin) -> Result<(), Box<dyn Error>> {
    acceptance::everything::check(plugin);
    let panics = plugin.lookup::<fn(&str) -> u32>("panics")?;
    for with in ["text", "number", "a payload whose drop panics"] {
        panics.try_call(with).expect_err("it panics");
    }
    assert_eq!(panics.try_call("nothing")?, 1);
    plugin.lookup::<fn(&str) -> u32>("greet").expect_err("it returns a string");
    assert_eq!(plugin.lookup::<AtomicU64>("SEVEN")?.load(Ordering::Relaxed), 7);
    assert_eq!(plugin.lookup::<extern "C" fn(u64, u64) -> u64>("fast_add")?(1, 2), 3);
    Ok(())
}

/// A plugin with an allocator of its own: what each side allocates, that side frees.
fn check_allocator(plugin: Plugin) -> Result<(), Box<dyn Error>> {
    let live = plugin.lookup::<AtomicI64>("LIVE")?;
    let foreign = plugin.lookup::<AtomicU64>("FOREIGN")?;
    let produce = plugin.lookup::<fn(usize) -> Vec<shared::Person>>("produce")?;
    drop(produce.call(3));
    let before = live.load(Ordering::Relaxed);
    for _ in 0..10 {
        drop(produce.call(3));
    }
    assert_eq!((live.load(Ordering::Relaxed), foreign.load(Ordering::Relaxed)), (before, 0));
    Ok(())
}
