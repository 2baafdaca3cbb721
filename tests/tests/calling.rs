//! ACCEPTANCE "Calling".

use std::alloc::{GlobalAlloc, Layout, System};
use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use acceptance::everything::{self, person, record};
use acceptance::{fixture, isolated, release_fixture};
use plugin_core::{RString, RVec};
use plugin_host::{PanicStrategy, open};
use shared::{Person, Record};

/// Counts what this process allocates and does not free.
struct Counting;

static LIVE: AtomicI64 = AtomicI64::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: the system's allocator does the work.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LIVE.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        LIVE.fetch_sub(1, Ordering::Relaxed);
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(ptr, layout) }
    }
}

isolated! {
    /// C1
    fn a_panic_is_contained_or_goes_on_in_the_host_and_leaks_nothing() {
        let plugin = open(fixture("everything")).unwrap();
        let panics = plugin.lookup::<fn(&str) -> u32>("panics").unwrap();
        std::panic::set_hook(Box::new(|_| {}));
        let contained = panics.try_call("text").unwrap_err();
        assert_eq!(contained.message(), "the text is bad");
        let (file, line, column) = contained.place().unwrap();
        assert!(file.ends_with("everything/src/lib.rs") && line > 1 && column > 1);
        let raised = std::panic::catch_unwind(|| panics.call("text")).unwrap_err();
        let text = raised.downcast_ref::<String>().unwrap();
        assert_eq!(
            *text,
            format!(
                "`panics` of plugin package `everything` panicked at {file}:{line}:{column}: the text \
                 is bad"
            )
        );
        assert_eq!(panics.try_call("nothing").unwrap(), 1);
    }

    fn ten_thousand_panics_leak_nothing_on_either_side() {
        let plugin = open(fixture("allocator")).unwrap();
        let live = plugin.lookup::<AtomicI64>("LIVE").unwrap();
        let panics = plugin.lookup::<fn(u32)>("panics").unwrap();
        let round = || {
            for n in 0..100 {
                assert_eq!(panics.try_call(n).unwrap_err().message(), format!("panic number {n}"));
            }
        };
        round();
        let before = (LIVE.load(Ordering::Relaxed), live.load(Ordering::Relaxed));
        for _ in 0..100 {
            round();
        }
        assert_eq!((LIVE.load(Ordering::Relaxed), live.load(Ordering::Relaxed)), before);
    }

    /// C2
    fn a_panic_with_any_payload_is_contained() {
        let plugin = open(fixture("everything")).unwrap();
        let panics = plugin.lookup::<fn(&str) -> u32>("panics").unwrap();
        for with in ["number", "a payload whose drop panics"] {
            let panic = panics.try_call(with).unwrap_err();
            assert_eq!(panic.message(), "a panic with a payload that is not text");
            assert!(panic.place().is_some());
            assert_eq!(panics.try_call("nothing").unwrap(), 1);
        }
    }

    /// C6, C12
    fn every_allocation_is_freed_by_its_owner() {
        let plugin = open(fixture("allocator")).unwrap();
        let live = plugin.lookup::<AtomicI64>("LIVE").unwrap();
        let foreign = plugin.lookup::<AtomicU64>("FOREIGN").unwrap();
        type Map = HashMap<String, Vec<u8>>;
        type Echo = fn(String, Vec<String>, Map) -> (String, Vec<String>, Map);
        let echo = plugin.lookup::<Echo>("echo").unwrap();
        let grow = plugin.lookup::<fn(&mut Record, RVec<RString>) -> RVec<RString>>("grow").unwrap();
        let consume = plugin.lookup::<fn(Person, Box<Vec<String>>) -> usize>("consume").unwrap();
        let produce = plugin.lookup::<fn(usize) -> Vec<Person>>("produce").unwrap();
        let round = || {
            let map: Map = (0..10).map(|n| (n.to_string(), vec![n; 20])).collect();
            let texts = vec!["a".to_owned(), "b".repeat(50)];
            let (text, texts_back, map_back) =
                echo.call("x".repeat(100), texts.clone(), map.clone());
            assert_eq!((text.len(), &texts_back, &map_back), (100, &texts, &map));
            let mut record = record();
            let mut old = grow.call(&mut record, vec![RString::from("mine")].into());
            old.push("grown by the host".into());
            record.items.push("grown by the host".into());
            record.items.retain(|item| item != "a");
            assert_eq!((old.len(), record.items.len()), (4, 4));
            assert_eq!(consume.call(person(), Box::new(texts)), 3);
            assert_eq!(produce.call(5)[4].name, "person 4");
        };
        round();
        let before = (LIVE.load(Ordering::Relaxed), live.load(Ordering::Relaxed));
        for _ in 0..50 {
            round();
        }
        assert_eq!((LIVE.load(Ordering::Relaxed), live.load(Ordering::Relaxed)), before);
        assert_eq!(foreign.load(Ordering::Relaxed), 0);
    }

    /// C8
    fn a_plugin_that_aborts_on_panic_says_so_in_its_manifest() {
        let aborting =
            acceptance::build("aborting", |build| build.rustc_args(["-Cpanic=abort"]));
        assert_eq!(open(aborting).unwrap().manifest().panic_strategy(), PanicStrategy::Abort);
        let unwinding = open(fixture("counter")).unwrap();
        assert_eq!(unwinding.manifest().panic_strategy(), PanicStrategy::Unwind);
    }

    /// C11
    fn every_type_arrives_as_sent_between_two_debug_builds() {
        everything::check(open(fixture("everything")).unwrap());
    }

    /// C11
    fn every_type_arrives_as_sent_between_a_debug_and_a_release_build() {
        everything::check(open(release_fixture("everything")).unwrap());
    }
}
