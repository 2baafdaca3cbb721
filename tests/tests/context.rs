//! The way back into the host: what plugins look up in it, and what they open through it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier, Mutex};
use std::thread;

use acceptance::{copy, fixture, isolated, temporary_folder};
use plugin_core::export;
use plugin_host::{Host, HostBuilder, OpenError, Plugin, SameName, Service, linked, open};
use shared::Shown;

plugin_core::plugin!();

/// What the host exports.
#[export]
pub static COUNTER: AtomicU64 = AtomicU64::new(3);

#[export]
fn half(n: u64) -> u64 {
    assert!(n.is_multiple_of(2), "{n} is odd");
    n / 2
}

/// An object of the host.
#[derive(Debug)]
struct Title(String);

impl Shown for Title {
    fn text(&self, before: &str) -> String {
        assert!(before != "panic", "as asked");
        format!("{before}{}", self.0)
    }
}

type Plan = Vec<(&'static str, PathBuf)>;

/// A host that allows several plugins of one name and has a plan for each file.
fn planning(plans: impl Fn(&Path) -> Plan + Send + Sync + 'static) -> HostBuilder {
    Host::builder().same_name(SameName::Allow).service::<fn(PathBuf) -> Vec<(String, PathBuf)>>(
        "plan",
        move |path: PathBuf| {
            plans(&path).into_iter().map(|(step, path)| (step.to_owned(), path)).collect()
        },
    )
}

fn started(plugin: Plugin) -> u32 {
    plugin.lookup::<AtomicU32>("STARTED").unwrap().load(Ordering::Relaxed)
}

/// Copies of the visitor, of different files.
fn visitors<const N: usize>(folder: &Path) -> [PathBuf; N] {
    std::array::from_fn(|n| {
        copy(&fixture("visitor"), folder, format!("v{n}.so")).canonicalize().unwrap()
    })
}

/// The message of an init hook that was refused an open.
fn refused(error: &OpenError) -> &str {
    match error {
        OpenError::Init { message, panicked: false, .. } => message,
        other => panic!("{other}"),
    }
}

isolated! {
    /// O2, O3
    fn an_init_hook_uses_the_hosts_counter_and_a_function_reads_it() {
        COUNTER.fetch_add(12, Ordering::Relaxed);
        let host = Host::builder().exports(&PLUGIN).build();
        let plugin = host.open(fixture("visitor")).unwrap();
        assert_eq!(COUNTER.load(Ordering::Relaxed), 105);
        assert_eq!(plugin.lookup::<fn() -> u64>("counter").unwrap().call(), 105);
        assert_eq!(plugin.lookup::<AtomicU64>("SEVEN").unwrap().load(Ordering::Relaxed), 7);
    }

    fn a_plugin_finds_functions_closures_and_variables_by_the_rules_of_lookup() {
        let calls = Arc::new(AtomicU64::new(0));
        let seen = Arc::clone(&calls);
        let host = Host::builder()
            .exports(&PLUGIN)
            .service::<fn(u64) -> u64>("count", move |n: u64| seen.fetch_add(n, Ordering::Relaxed))
            .build();
        let plugin = host.open(fixture("visitor")).unwrap();
        let call = plugin.lookup::<fn(&str, u64) -> Result<u64, String>>("call").unwrap();
        assert_eq!(call.call("count", 5), Ok(0));
        assert_eq!(call.call("count", 5), Ok(5));
        assert_eq!(calls.load(Ordering::Relaxed), 10);
        assert_eq!(call.call("half", 8), Ok(4));
        assert_eq!(
            call.call("hal", 8).unwrap_err(),
            "`host` exports no `hal`: did you mean `half`?"
        );
        assert_eq!(
            call.call("COUNTER", 8).unwrap_err(),
            "`COUNTER` of `host` has another type: expected function `fn(u64) -> u64`, found variable \
             `AtomicU64`"
        );
        let offers = plugin.lookup::<fn() -> Vec<(String, String)>>("offers").unwrap().call();
        let offers: Vec<_> = offers.iter().map(|(name, ty)| (&**name, &**ty)).collect();
        assert_eq!(
            offers,
            [("COUNTER", "AtomicU64"), ("count", "fn(u64) -> u64"), ("half", "fn(u64) -> u64")]
        );
    }

    fn a_plugin_uses_an_object_of_the_host() {
        static KEPT: Title = Title(String::new());
        let host = Host::builder()
            .service::<dyn Shown>("TITLE", Box::new(Title("host".to_owned())) as Box<dyn Shown>)
            .service::<dyn Shown>("KEPT", &KEPT as &'static dyn Shown)
            .service::<fn()>("function", || ())
            .build();
        let plugin = host.open(fixture("visitor")).unwrap();
        type Show = fn(&str, &str) -> Result<String, String>;
        let show = plugin.lookup::<Show>("show").unwrap();
        assert_eq!(show.call("TITLE", "from the "), Ok("from the host".to_owned()));
        assert_eq!(show.call("KEPT", "x"), Ok("x".to_owned()));
        assert_eq!(show.call("KEPT", "panic"), Err("as asked".to_owned()));
        let error = show.call("function", "").unwrap_err();
        assert!(error.contains("expected object `dyn Shown`, found function `fn()`"), "{error}");
    }

    fn a_panic_of_the_host_is_contained_where_the_plugin_calls() {
        let host = Host::builder().exports(&PLUGIN).build();
        let plugin = host.open(fixture("visitor")).unwrap();
        let call = plugin.lookup::<fn(&str, u64) -> Result<u64, String>>("call").unwrap();
        let error = call.call("half", 7).unwrap_err();
        assert!(error.contains("7 is odd"), "{error}");
        // And through the plugin back into the host, as a value.
        let through = plugin.lookup::<fn(&str, u64) -> u64>("call_through").unwrap();
        let panic = through.try_call("half", 7).unwrap_err();
        assert!(panic.message().contains("7 is odd"), "{panic}");
        assert_eq!(through.call("half", 6), 3);
    }

    fn a_plugin_knows_itself_and_its_host() {
        let plugin = open(fixture("visitor")).unwrap();
        type About = fn() -> (String, String, Option<PathBuf>, String);
        let (name, version, path, host) = plugin.lookup::<About>("about").unwrap().call();
        assert_eq!((&*name, &*version, &*host), ("visitor", "1.2.3", "host"));
        assert_eq!(path.as_deref(), plugin.path());
    }

    fn a_service_may_know_who_calls() {
        let host = Host::builder()
            .same_name(SameName::Allow)
            .service_for("length", |plugin| {
                let extra = plugin.name().len() as u64;
                Service::new::<fn(u64) -> u64>(move |n: u64| n + extra)
            })
            .build();
        let plugin = host.open(fixture("visitor")).unwrap();
        let call = plugin.lookup::<fn(&str, u64) -> Result<u64, String>>("call").unwrap();
        assert_eq!(call.call("length", 100), Ok(107));
    }

    fn a_service_is_made_for_each_plugin_also_for_one_without_hooks() {
        static MADE: Mutex<Vec<String>> = Mutex::new(Vec::new());
        let host = Host::builder().service_for("name", |plugin| {
            MADE.lock().unwrap().push(plugin.name().to_owned());
            Service::new::<fn()>(|| ())
        });
        host.build().open(fixture("small")).unwrap();
        assert_eq!(*MADE.lock().unwrap(), ["small"]);
    }

    fn a_linked_plugin_gets_the_same_context() {
        COUNTER.store(15, Ordering::Relaxed);
        let host = Host::builder().exports(&PLUGIN).build();
        let plugin = host.linked(&visitor::PLUGIN).unwrap();
        assert_eq!(COUNTER.load(Ordering::Relaxed), 105);
        assert_eq!(plugin.lookup::<fn() -> u64>("counter").unwrap().call(), 105);
        assert_eq!(visitor::about(), ("visitor".into(), "1.2.3".into(), None, "host".into()));
        assert_eq!(visitor::open(fixture("counter")).unwrap(), ("counter".into(), 1, false));
    }

    /// O15
    fn a_plugin_that_another_has_opened_is_the_same_plugin() {
        let counter = fixture("counter");
        let file = counter.clone();
        let host = planning(move |_| vec![("open", file.clone())]).build();
        let visitor = host.open(fixture("visitor")).unwrap();
        let plugin = host.open(&counter).unwrap();
        assert_eq!(started(plugin), 1);
        let other = Host::builder().same_name(SameName::Allow).build();
        assert_eq!(other.open(&counter).unwrap(), plugin);
        type Open = fn(PathBuf) -> Result<(String, u32, bool), (String, String, Option<String>)>;
        let through = visitor.lookup::<Open>("open").unwrap();
        plugin.lookup::<AtomicU32>("STARTED").unwrap().store(9, Ordering::Relaxed);
        assert_eq!(through.call(counter), Ok(("counter".to_owned(), 9, false)));
        assert_eq!(through.call(fixture("visitor")), Ok(("visitor".to_owned(), 1, true)));
    }

    fn a_plugin_is_told_in_words_what_does_not_open() {
        let plugin = open(fixture("visitor")).unwrap();
        type Open = fn(PathBuf) -> Result<(String, u32, bool), (String, String, Option<String>)>;
        let through = plugin.lookup::<Open>("open").unwrap();
        let refused = |path: &Path| through.call(path.to_owned()).unwrap_err();
        let (kind, text, cause) = refused("/nowhere/x.so".as_ref());
        assert_eq!((&*kind, &*text, cause), ("NotFound", "`/nowhere/x.so` does not exist", None));
        let (kind, text, cause) = refused(&fixture("init-errs"));
        let expected = open(fixture("init-errs")).unwrap_err().to_string();
        assert_eq!((&*kind, cause), ("Init", None));
        assert_eq!(format!("{text} (remembered from an earlier open)"), expected);
        let (kind, text, _) = refused(&fixture("init-panics"));
        assert_eq!(kind, "Init");
        assert!(text.contains("no database"), "{text}");
        let (kind, ..) = refused(&fixture("plain"));
        assert_eq!(kind, "NotAPlugin");
    }

    /// O12
    fn a_plugin_that_opens_itself_is_told_so() {
        let folder = temporary_folder();
        let [own] = visitors(folder.path());
        let file = own.clone();
        let host = planning(move |_| vec![("open", file.clone())]).build();
        let error = host.open(own).unwrap_err();
        assert_eq!(
            refused(&error),
            "the opening of plugin `visitor` waits for itself: `visitor` -> `visitor`"
        );
    }

    /// O12
    fn plugins_that_open_each_other_are_told_so() {
        let folder = temporary_folder();
        let [a, b] = visitors(folder.path());
        let (first, second) = (a.clone(), b.clone());
        let host = planning(move |path| {
            vec![("open", if path == first { second.clone() } else { first.clone() })]
        })
        .build();
        let error = host.open(a).unwrap_err();
        let text = refused(&error);
        assert!(
            text.contains("`visitor` waits for itself: `visitor` -> `visitor` -> `visitor`"),
            "{text}"
        );
        assert!(refused(&host.open(b).unwrap_err()).contains("waits for itself"));
    }

    /// O12
    fn plugins_that_open_each_other_on_two_threads_are_told_so() {
        let folder = temporary_folder();
        let [a, b] = visitors(folder.path());
        let (first, second) = (a.clone(), b.clone());
        let barrier = Barrier::new(2);
        let host = planning(move |path| {
            let other = if path == first { second.clone() } else { first.clone() };
            vec![("meet", PathBuf::new()), ("open", other)]
        })
        .service::<fn()>("meet", move || {
            barrier.wait();
        })
        .build();
        let results = thread::scope(|scope| {
            let open = |path| host.open(path);
            [&a, &b].map(|path| scope.spawn(move || open(path))).map(|thread| thread.join().unwrap())
        });
        let errors: Vec<_> = results.iter().filter_map(|result| result.as_ref().err()).collect();
        assert!(!errors.is_empty());
        assert!(errors.iter().all(|error| refused(error).contains("waits for itself")), "{errors:?}");
    }

    /// O12
    fn a_hook_that_joins_a_thread_that_opens_the_hooks_own_plugin_is_told_so() {
        let folder = temporary_folder();
        let [own] = visitors(folder.path());
        let file = own.clone();
        let host = planning(move |_| vec![("open on a thread", file.clone())]).build();
        let error = host.open(own).unwrap_err();
        assert_eq!(
            refused(&error),
            "the opening of plugin `visitor` waits for itself: `visitor` -> `visitor`"
        );
    }

    fn a_thread_of_a_plugin_opens_others_and_once_it_is_open_itself() {
        let folder = temporary_folder();
        let [a, b] = visitors(folder.path());
        let (first, second) = (a.clone(), b.clone());
        let (sender, told) = channel();
        let sender = Mutex::new(sender);
        let host = planning(move |path| {
            if *path == first { vec![("open later", second.clone())] } else { Vec::new() }
        })
        .service::<fn(&str)>("tell", move |text: &str| {
            // The test may have ended.
            let _ = sender.lock().unwrap().send(text.to_owned());
        })
        .build();
        let plugin = host.open(a).unwrap();
        assert_eq!(told.recv().unwrap(), "visitor");
        assert_eq!(started(host.open(b).unwrap()), 1);
        type Open = fn(PathBuf) -> Result<(String, u32, bool), (String, String, Option<String>)>;
        let own = plugin.path().unwrap().to_owned();
        let through = plugin.lookup::<Open>("open").unwrap();
        assert_eq!(through.call(own), Ok(("visitor".to_owned(), 1, true)));
        // Shutdown hooks get the context, too.
        plugin_host::shutdown().unwrap();
        assert_eq!([told.recv().unwrap(), told.recv().unwrap()], ["visitor stops"; 2]);
    }

    fn plugins_of_a_host_without_services_get_one_that_offers_nothing() {
        let plugin = linked(&visitor::PLUGIN).unwrap();
        let offers = plugin.lookup::<fn() -> Vec<(String, String)>>("offers").unwrap();
        assert_eq!(offers.call(), []);
    }
}
