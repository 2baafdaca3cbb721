//! ACCEPTANCE "Calling", with objects: C5, C6, L7; and how an interface may change.

use std::fmt::{self, Display};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::{panic, thread};

use acceptance::{build, fixture, isolated, release_fixture, workspace};
use interfaces::{Filter, Services, Tally};
use plugin_host::{LookupError, Mut, Plugin, Ref, catch, open};

/// A filter of the host's, which counts its drops.
#[derive(Debug)]
struct Loud(Arc<AtomicU64>);

impl Filter for Loud {
    fn apply(&self, line: &str) -> Option<String> {
        assert_ne!(line, "host panics");
        Some(line.to_uppercase())
    }
}

impl Drop for Loud {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// A tally of the host's.
struct Sum(u64, Arc<AtomicU64>);

impl Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sum {}", self.0)
    }
}

impl Tally for Sum {
    fn add(&mut self, by: u64) -> u64 {
        self.0 += by;
        self.0
    }
    fn total(&self) -> u64 {
        self.0
    }
    fn each(&self, tell: &mut dyn FnMut(u64)) {
        tell(self.0);
    }
}

impl Drop for Sum {
    fn drop(&mut self) {
        self.1.fetch_add(1, Ordering::SeqCst);
    }
}

/// What the host offers, borrowed from its caller.
struct Offers<'a> {
    said: &'a mut Vec<String>,
    dropped: Arc<AtomicU64>,
}

impl Services for Offers<'_> {
    fn say(&mut self, text: &str) {
        self.said.push(text.to_owned());
    }
    fn tally(&self) -> Box<dyn Tally> {
        Box::new(Sum(0, self.dropped.clone()))
    }
    fn filter(&self) -> Arc<dyn Filter> {
        Arc::new(Loud(self.dropped.clone()))
    }
    fn finish(&mut self, tally: Box<dyn Tally>) -> u64 {
        tally.total()
    }
}

/// Code that knows only the trait.
fn kept<F: Filter + ?Sized>(filter: &F, lines: &[&str]) -> Vec<String> {
    lines.iter().filter_map(|line| filter.apply(line)).collect()
}

type Run = fn(Ref<dyn Filter>, Vec<String>) -> Vec<String>;
type Swap = fn(Option<Arc<dyn Filter>>) -> Option<Arc<dyn Filter>>;

/// Objects of both sides, used by both.
fn exercise(plugin: Plugin) {
    let everything = plugin.lookup::<dyn Filter>("EVERYTHING").unwrap();
    assert_eq!(kept(&*everything, &["a", "b"]), ["a", "b"]);
    assert_eq!(
        (everything.name(), format!("{:?}", &*everything).as_str()),
        ("unnamed", "Everything")
    );
    let contains = plugin.lookup::<fn(String) -> Box<dyn Filter>>("contains").unwrap();
    let filter = contains.call("x".to_owned());
    assert_eq!(kept(&*filter, &["axe", "hut"]), ["one: axe"]);
    assert_eq!(filter.name(), "x");
    let run = plugin.lookup::<Run>("run").unwrap();
    let dropped = Arc::new(AtomicU64::new(0));
    let lines = || vec!["axe".to_owned(), "hut".to_owned()];
    assert_eq!(run.call(&Loud(dropped.clone()), lines()), ["AXE", "HUT"]);
    assert_eq!(run.call(&*filter, lines()), ["one: axe"]);
    assert_eq!(run.call(&*everything, lines()), lines());
    let tallies = plugin.lookup::<fn(usize) -> Vec<Box<dyn Tally>>>("tallies").unwrap();
    let mut tallies = tallies.call(2);
    assert_eq!((tallies[0].add(3), tallies[0].add(4), tallies[1].total()), (3, 7, 0));
    let mut seen = Vec::new();
    tallies[0].each(&mut |by| seen.push(by));
    assert_eq!((seen, tallies[0].to_string()), (vec![3, 4], "counter at 7".to_owned()));
    let serve = plugin.lookup::<fn(Mut<dyn Services>) -> u64>("serve").unwrap();
    let mut said = Vec::new();
    assert_eq!(serve.call(&mut Offers { said: &mut said, dropped: dropped.clone() }), 7);
    assert_eq!(said, ["LINE, sum 4"]);
    assert_eq!(dropped.load(Ordering::SeqCst), 3);
}

isolated! {
    /// C5
    fn methods_of_the_plugins_objects_and_of_the_hosts_are_called() {
        exercise(open(fixture("objects")).unwrap());
    }

    /// C5
    fn methods_are_called_under_release_and_lto_and_strip() {
        exercise(open(release_fixture("objects")).unwrap());
        let small = build("objects", |package| {
            let settings = ["lto=\"fat\"", "opt-level=\"z\"", "codegen-units=1", "strip=true"];
            let settings = settings.map(|setting| format!("profile.release.{setting}"));
            let settings = settings.iter().flat_map(|setting| ["--config", setting]);
            let target = std::env::var_os("CARGO_TARGET_DIR")
                .map_or_else(|| workspace().join("target"), Into::into);
            package.release().target_dir(target.join("small")).cargo_args(settings)
        });
        let host = plugin_host::Host::builder().same_name(plugin_host::SameName::Allow).build();
        exercise(host.open(small).unwrap());
    }

    /// L7
    fn one_interface_of_two_plugins_is_one_through_a_slot_of_the_hosts() {
        let one = open(fixture("objects")).unwrap();
        let two = open(fixture("objects-two")).unwrap();
        let make = |plugin: Plugin| {
            plugin.lookup::<fn(&str) -> Arc<dyn Filter>>("shared").unwrap().call("a")
        };
        static SLOT: Mutex<Option<Arc<dyn Filter>>> = Mutex::new(None);
        for (plugin, expected) in [(one, "one: ab"), (two, "two: ab")] {
            *SLOT.lock().unwrap() = Some(make(plugin));
            let slot = SLOT.lock().unwrap().clone().unwrap();
            assert_eq!(slot.apply("ab").unwrap(), expected);
        }
        // What one plugin made, the other one keeps; both slots are of one type.
        let [swap_one, swap_two] = [one, two].map(|plugin| plugin.lookup::<Swap>("swap").unwrap());
        swap_one.call(Some(make(two)));
        swap_two.call(Some(make(one)));
        let (of_two, of_one) = (swap_one.call(None).unwrap(), swap_two.call(None).unwrap());
        assert_eq!(of_two.apply("ab").unwrap(), "two: ab");
        assert_eq!(of_one.apply("ab").unwrap(), "one: ab");
        assert!(swap_one.call(Some(of_one)).is_none() && swap_two.call(Some(of_two)).is_none());
        let back = swap_one.call(swap_two.call(None)).unwrap();
        assert_eq!(back.apply("ab").unwrap(), "one: ab");
    }

    fn a_panic_in_a_method_is_contained_on_either_side() {
        let plugin = open(fixture("objects")).unwrap();
        panic::set_hook(Box::new(|_| {}));
        let contains = plugin.lookup::<fn(String) -> Box<dyn Filter>>("contains").unwrap();
        let filter = contains.call("p".to_owned());
        let contained = catch(|| filter.apply("panic")).unwrap_err();
        assert_eq!(contained.message(), "no line may be \"panic\"");
        assert_eq!(contained.symbol(), Some("Filter::apply"));
        assert!(contained.place().unwrap().0.ends_with("objects/src/lib.rs"));
        assert_eq!(filter.apply("p").unwrap(), "one: p");
        let run = plugin.lookup::<Run>("run").unwrap();
        let host = Loud(Arc::default());
        let contained = run.try_call(&host, vec!["host panics".to_owned()]).unwrap_err();
        assert!(contained.message().contains("left != right"), "{contained}");
        assert_eq!(run.call(&host, vec!["x".to_owned()]), ["X"]);
    }

    fn objects_are_dropped_on_either_side_in_any_order_on_any_thread() {
        let plugin = open(fixture("objects")).unwrap();
        let theirs = plugin.lookup::<AtomicU64>("DROPPED").unwrap().get();
        let ours = Arc::new(AtomicU64::new(0));
        let counts = || (theirs.load(Ordering::SeqCst), ours.load(Ordering::SeqCst));
        let shared = plugin.lookup::<fn(&str) -> Arc<dyn Filter>>("shared").unwrap();
        let tallies = plugin.lookup::<fn(usize) -> Vec<Box<dyn Tally>>>("tallies").unwrap();
        let back = plugin.lookup::<fn(Box<dyn Tally>) -> Box<dyn Tally>>("back").unwrap();
        let elsewhere =
            plugin.lookup::<fn(Box<dyn Tally>, Arc<dyn Filter>)>("drop_elsewhere").unwrap();
        let swap = plugin.lookup::<Swap>("swap").unwrap();
        // Theirs, here: the last in the middle, on another thread.
        let mut made = tallies.call(3);
        drop(made.remove(1));
        thread::spawn(move || drop(made)).join().unwrap();
        assert_eq!(counts(), (3, 0));
        // Ours, there; and theirs, there again.
        elsewhere.call(Box::new(Sum(1, ours.clone())), Arc::new(Loud(ours.clone())));
        elsewhere.call(tallies.call(1).remove(0), shared.call("x"));
        assert_eq!(counts(), (5, 2));
        // There and back.
        drop(back.call(Box::new(Sum(1, ours.clone()))));
        drop(back.call(back.call(tallies.call(1).remove(0))));
        assert_eq!(counts(), (6, 3));
        // A count on each side, dropped in both orders.
        let first: Arc<dyn Filter> = Arc::new(Loud(ours.clone()));
        assert!(swap.call(Some(first.clone())).is_none());
        drop(first);
        assert_eq!(counts(), (6, 3));
        let second = shared.call("y");
        let first = swap.call(Some(second.clone())).unwrap();
        assert_eq!(first.apply("x").unwrap(), "X");
        drop(first);
        assert_eq!(counts(), (6, 4));
        assert!(swap.call(None).is_some());
        assert_eq!(counts(), (6, 4));
        thread::spawn(move || drop(second)).join().unwrap();
        assert_eq!(counts(), (7, 4));
        // A drop that panics stays on its side.
        panic::set_hook(Box::new(|_| {}));
        drop(plugin.lookup::<fn() -> Box<dyn Tally>>("fragile").unwrap().call());
        assert_eq!(counts(), (8, 4));
    }

    fn an_older_plugin_serves_a_newer_host_and_the_reverse() {
        let older = open(fixture("filters-1-0-plugin")).unwrap();
        let newer = open(fixture("filters-1-1-plugin")).unwrap();
        // A newer host: the missing method has its default body, which calls the older object.
        let filter = older.lookup::<dyn filters_1_1::Filter>("FILTER").unwrap();
        assert_eq!(filters_1_1::Filter::describe(&*filter, 2), "older filter, twice 2 is 4");
        let made = older.lookup::<fn() -> Box<dyn filters_1_1::Filter>>("make").unwrap().call();
        assert_eq!(made.describe(1), "older filter, twice 1 is 2");
        // An older host: the method that it does not know is ignored.
        let filter = newer.lookup::<dyn filters_1_0::Filter>("FILTER").unwrap();
        assert_eq!((filters_1_0::Filter::title(&*filter), filter.twice(4)), ("newer filter".to_owned(), 8));
        // Its own objects are without it, too.
        struct Ours;
        impl filters_1_0::Filter for Ours {
            fn title(&self) -> String {
                "host's filter".to_owned()
            }
            fn twice(&self, value: u32) -> u32 {
                2 * value
            }
        }
        let describe = newer.lookup::<fn(Ref<dyn filters_1_0::Filter>) -> String>("describe").unwrap();
        assert_eq!(describe.call(&Ours), "host's filter, twice 3 is 6");
        // The same version on both sides: the plugin's own method.
        let filter = newer.lookup::<dyn filters_1_1::Filter>("FILTER").unwrap();
        assert_eq!(filter.describe(2), "described by itself");
    }

    fn an_incompatible_interface_is_refused_with_the_method_named() {
        let changed = open(fixture("filters-1-2-plugin")).unwrap();
        let says = |error: LookupError| error.to_string();
        assert_eq!(
            says(changed.lookup::<dyn filters_1_1::Filter>("FILTER").unwrap_err()),
            "`FILTER` of `filters-1-2-plugin` has another type: expected object `dyn Filter`, found \
             object `dyn Filter` (Filter.twice, parameter 1: expected `u32`, found `u64`)"
        );
        type Describe = fn(Ref<dyn filters_1_1::Filter>) -> String;
        assert_eq!(
            says(changed.lookup::<Describe>("describe").unwrap_err()),
            "`describe` of `filters-1-2-plugin` has another type: expected function `fn(&dyn Filter) \
             -> String`, found function `fn(&dyn Filter) -> String` (parameter 1, Filter.twice, \
             parameter 1: expected `u32`, found `u64`)"
        );
    }
}
