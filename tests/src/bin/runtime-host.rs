//! A host that ends as its first argument says; what its plugins print and panic is for others to see.

use std::cell::Cell;
use std::env;
use std::error::Error;
#[cfg(unix)]
use std::io;
use std::path::PathBuf;

use plugin_host::{Host, Plugin, SameName, reported_panic};

/// Calls a plugin that panics when it is dropped.
struct Panics(Plugin);

impl Drop for Panics {
    fn drop(&mut self) {
        let Ok(panics) = self.0.lookup::<fn(&str)>("panics") else { return };
        println!("{}", panics.try_call("in a drop").is_err());
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1);
    let mode = arguments.next().ok_or("expected a mode")?;
    let files: Vec<PathBuf> = arguments.map(Into::into).collect();
    let host = Host::builder().same_name(SameName::Allow).build();
    let plugins = files.iter().map(|file| host.open(file)).collect::<Result<Vec<Plugin>, _>>()?;
    let print = |plugin: Plugin, text: &str| -> Result<(), Box<dyn Error>> {
        plugin.lookup::<fn(&str)>("print")?.call(text);
        Ok(())
    };
    let first = *plugins.first().ok_or("expected a plugin")?;
    match mode.to_str().unwrap_or_default() {
        "return" => {
            print(first, "printed")?;
            first.lookup::<fn(&str)>("eprint")?.call("to standard error");
        }
        "exit" => {
            print(first, "printed")?;
            std::process::exit(0);
        }
        #[cfg(unix)]
        "fork" => {
            print(first, "printed")?;
            // SAFETY: no other thread runs, whose locks the fork would find taken.
            match unsafe { libc::fork() } {
                -1 => return Err(io::Error::last_os_error().into()),
                0 => std::process::exit(0),
                fork => {
                    // SAFETY: a process of ours; nothing is asked of how it ended.
                    assert_eq!(unsafe { libc::waitpid(fork, std::ptr::null_mut(), 0) }, fork);
                }
            }
        }
        "hold" => {
            let last = *plugins.last().ok_or("expected a plugin")?;
            first.lookup::<fn()>("hold")?.call();
            print(last, "printed")?;
        }
        "exit holding" => first.lookup::<fn()>("exit_holding")?.call(),
        "panic" => {
            // The default hook of this program.
            let panics = first.lookup::<fn(&str)>("panics")?;
            print!("{}", panics.try_call("here").is_err());
        }
        "panic with a hook" => {
            std::panic::set_hook(Box::new(|info| match reported_panic() {
                Some(panic) => println!("plugin: {panic}"),
                None => println!("host: {info}"),
            }));
            first.lookup::<fn(&str)>("panics")?.try_call("here").expect_err("it panics");
            let on_thread = first.lookup::<fn(&str) -> bool>("panics_on_a_thread")?;
            assert!(on_thread.call("worker"));
            let call = first.lookup::<fn(&str)>("panics")?;
            std::thread::scope(|scope| {
                let named = std::thread::Builder::new().name("mine".to_owned());
                named.spawn_scoped(scope, || call.call("through")).map(|thread| {
                    thread.join().expect_err("it goes on panicking");
                })
            })?;
            println!("{}", reported_panic().is_none());
        }
        "panic in a panic" => {
            let result = std::panic::catch_unwind(|| {
                let _panics = Panics(first);
                panic!("of the host");
            });
            println!("{}", result.is_err());
        }
        "panic at the end of a thread" => {
            thread_local! {
                static AT_END: Cell<Option<Panics>> = const { Cell::new(None) };
            }
            let thread = std::thread::spawn(move || {
                // Destroyed last, since the plugin's own thread-locals come later.
                AT_END.set(Some(Panics(first)));
                let panics = first.lookup::<fn(&str)>("panics").map(|it| it.try_call("before"));
                assert!(panics.is_ok_and(|it| it.is_err()));
            });
            thread.join().map_err(|_| "the thread panicked")?;
        }
        other => return Err(format!("no such mode: {other}").into()),
    }
    Ok(())
}
