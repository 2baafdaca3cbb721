//! A host for plugins of other builds: opens each file and uses all that it exports.
//!
//! `.ci/matrix` builds it, and the plugins, with every compiler and profile that it has.

use std::env;
use std::error::Error;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use plugin_host::{Host, Plugin, SameName};

/// What the host offers.
static COUNTER: AtomicU64 = AtomicU64::new(0);

fn main() -> Result<(), Box<dyn Error>> {
    // Several builds of one plugin are opened by one process.
    let offset = env::args_os().len() as u64;
    let host = Host::builder()
        .same_name(SameName::Allow)
        .service::<AtomicU64>("COUNTER", &COUNTER)
        .service::<fn(u64) -> u64>("shift", move |n: u64| n + offset)
        .service::<fn(u64) -> u64>("fails", |n: u64| -> u64 { panic!("no {n}") })
        .build();
    for file in env::args_os().skip(1) {
        COUNTER.store(15, Ordering::Relaxed);
        let plugin = host.open(&file)?;
        match plugin.name() {
            "everything" => check_everything(plugin)?,
            "allocator" => check_allocator(plugin)?,
            "visitor" => check_visitor(plugin, offset)?,
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

/// A plugin that uses its host.
fn check_visitor(plugin: Plugin, offset: u64) -> Result<(), Box<dyn Error>> {
    assert_eq!(COUNTER.load(Ordering::Relaxed), 105);
    assert_eq!(plugin.lookup::<fn() -> u64>("counter")?.call(), 105);
    let call = plugin.lookup::<fn(&str, u64) -> Result<u64, String>>("call")?;
    assert_eq!(call.call("shift", 5), Ok(5 + offset));
    assert!(call.call("fails", 5).is_err_and(|text| text.contains("no 5")));
    let through = plugin.lookup::<fn(&str, u64) -> u64>("call_through")?;
    assert!(through.try_call("fails", 6).is_err_and(|panic| panic.message().contains("no 6")));
    type Opened = Result<(String, u32, bool), (String, String, Option<String>)>;
    let open = plugin.lookup::<fn(PathBuf) -> Opened>("open")?;
    let own = plugin.path().ok_or("it is loaded from a file")?.to_owned();
    assert_eq!(open.call(own), Ok(("visitor".to_owned(), 1, true)));
    assert!(open.call("/nowhere.so".into()).is_err_and(|(kind, ..)| kind == "NotFound"));
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
