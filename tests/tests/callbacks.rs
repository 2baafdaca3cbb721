//! ACCEPTANCE "Calling", with callbacks: C3, C4, C6.

use std::alloc::{GlobalAlloc, Layout, System};
use std::panic;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::mpsc::channel;
use std::thread;

use acceptance::{fixture, isolated};
use interfaces::Filter;
use plugin_core::{RString, RVec};
use plugin_host::{Callback, CallbackMut, CallbackRef, Mut, Ref, catch, open};

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

type Number = Box<dyn Fn(u64) -> u64 + Send + Sync>;
type Wrapped = Box<dyn Fn(String, &[RString]) -> Vec<String> + Send + Sync>;

#[derive(Debug)]
struct Keep(String);

impl Filter for Keep {
    fn apply(&self, line: &str) -> Option<String> {
        line.contains(&self.0).then(|| line.to_owned())
    }
}

isolated! {
    /// C3
    fn a_callback_that_panics_inside_a_plugin_reaches_the_host_as_a_value() {
        panic::set_hook(Box::new(|_| {}));
        let plugin = open(fixture("objects")).unwrap();
        let apply = plugin.lookup::<fn(Ref<dyn Fn(u64) -> u64>, u32) -> u64>("apply").unwrap();
        let contained = apply.try_call(&|_| panic!("no more than {}", 3), 2).unwrap_err();
        assert_eq!(contained.message(), "no more than 3");
        assert_eq!((contained.symbol(), contained.package()), (Some("apply"), Some("objects")));
        let (file, line, _) = contained.place().unwrap();
        assert!(file.ends_with("tests/callbacks.rs") && line > 1, "{contained}");
        assert_eq!(apply.call(&|value| value + 2, 3), 6);
        // Host, plugin, host, plugin, host: as deep as one likes.
        let nested = apply.try_call(&|_| apply.call(&|_| panic!("deep"), 1), 1).unwrap_err();
        assert_eq!(nested.message(), "deep");
        // A plugin's closure that panics is contained where the host says.
        let adder = plugin.lookup::<fn(u64) -> Number>("adder").unwrap().call(1);
        let contained = catch(|| adder(u64::MAX)).unwrap_err();
        assert_eq!(contained.message(), "a small number");
        assert!(contained.place().unwrap().0.ends_with("objects/src/lib.rs"));
        assert_eq!(adder(1), 2);
        let contained = apply.try_call(&*adder, 1);
        assert_eq!(contained.unwrap(), 1);
    }

    /// C4
    fn a_thread_of_the_plugins_sends_to_the_host_through_a_callback() {
        let plugin = open(fixture("objects")).unwrap();
        let send = plugin.lookup::<fn(Box<dyn FnMut(String) + Send>, u32)>("send").unwrap();
        let (sender, receiver) = channel();
        send.call(Box::new(move |text| sender.send((thread::current().id(), text)).unwrap()), 1000);
        // The channel ends when the plugin's thread has dropped the closure.
        let received: Vec<_> = receiver.iter().collect();
        assert_eq!((received.len(), received[999].1.as_str()), (1000, "number 999"));
        assert!(received.iter().all(|(id, _)| *id != thread::current().id()));
    }

    fn closures_borrow_what_lives_as_long_as_the_call() {
        let plugin = open(fixture("objects")).unwrap();
        let words = plugin.lookup::<fn(&str, Mut<dyn FnMut(&str) -> bool>)>("words").unwrap();
        let mut seen = Vec::new();
        words.call("one two three four", &mut |word: &str| {
            seen.push(word.to_owned());
            word != "three"
        });
        assert_eq!(seen, ["one", "two", "three"]);
    }

    fn closures_are_dropped_on_either_side_called_or_not_on_any_thread() {
        let plugin = open(fixture("objects")).unwrap();
        let theirs = plugin.lookup::<AtomicU64>("DROPPED").unwrap().get();
        let ours = Arc::new(AtomicU64::new(0));
        let counts = || (theirs.load(Ordering::SeqCst), ours.load(Ordering::SeqCst));
        struct Count(Arc<AtomicU64>);
        impl Drop for Count {
            fn drop(&mut self) {
                self.0.fetch_add(1, Ordering::SeqCst);
            }
        }
        type Later =
            fn(Box<dyn FnOnce(u32) -> String + Send>) -> Box<dyn FnOnce() -> String + Send>;
        let later = plugin.lookup::<Later>("later").unwrap();
        let make = || {
            let count = Count(ours.clone());
            later.call(Box::new(move |value| {
                let _count = count;
                format!("called with {value}")
            }))
        };
        assert_eq!(make()(), "called with 5");
        assert_eq!(counts(), (1, 1));
        drop(make());
        assert_eq!(counts(), (2, 2));
        let (called, dropped) = (make(), make());
        thread::spawn(move || drop(dropped)).join().unwrap();
        assert_eq!(thread::spawn(called).join().unwrap(), "called with 5");
        assert_eq!(counts(), (4, 4));
        type Append = fn(String) -> Box<dyn FnMut(&mut RString) -> usize + Send>;
        let mut append = plugin.lookup::<Append>("appender").unwrap().call("ab".to_owned());
        let mut text = RString::new();
        assert_eq!((append(&mut text), append(&mut text), text.as_str()), (1, 2, "abab"));
        drop(append);
        let adder = plugin.lookup::<fn(u64) -> Number>("adder").unwrap().call(3);
        let sum: u64 = thread::scope(|scope| {
            let threads = [1, 2, 3].map(|value| scope.spawn({ let adder = &adder; move || adder(value) }));
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        drop(adder);
        assert_eq!((sum, counts()), (15, (6, 4)));
    }

    fn a_callback_of_a_known_type_and_a_trait_object_find_each_other() {
        let plugin = open(fixture("objects")).unwrap();
        type Known = Callback<dyn Fn(u64) -> u64 + Send>;
        for name in ["stepper", "known_stepper"] {
            let known = plugin.lookup::<fn() -> Known>(name).unwrap().call();
            let boxed = plugin.lookup::<fn() -> Box<dyn Fn(u64) -> u64 + Send>>(name).unwrap().call();
            assert_eq!((known.call(1), boxed(1), known.into_box()(1)), (2, 2, 2));
        }
        type Lent = fn(CallbackRef<'static, dyn Fn(u64) -> u64>, u64) -> u64;
        for name in ["repeat", "repeat_crossed"] {
            let by = AtomicU64::new(3);
            let step = |value: u64| value + by.load(Ordering::Relaxed);
            let crossed = plugin.lookup::<Lent>(name).unwrap().call(CallbackRef::new(&step), 4);
            let plain = plugin.lookup::<fn(Ref<dyn Fn(u64) -> u64>, u64) -> u64>(name).unwrap();
            assert_eq!((crossed, plain.call(&step, 4)), (12, 12));
        }
        for name in ["words", "words_crossed"] {
            let mut seen = Vec::new();
            let mut see = |word: &str| {
                seen.push(word.to_owned());
                word != "two"
            };
            type Crossed = fn(&str, CallbackMut<'static, dyn FnMut(&str) -> bool>);
            let crossed = plugin.lookup::<Crossed>(name).unwrap();
            crossed.call("one two three", CallbackMut::new(&mut see));
            let plain = plugin.lookup::<fn(&str, Mut<dyn FnMut(&str) -> bool>)>(name).unwrap();
            plain.call("four two five", &mut see);
            assert_eq!(seen, ["one", "two", "four", "two"]);
        }
        let error = plugin.lookup::<fn() -> Callback<dyn FnMut(u64) -> u64 + Send>>("stepper");
        assert_eq!(
            error.unwrap_err().to_string(),
            "`stepper` of `objects` has another type: expected function `fn() -> Box<dyn FnMut(u64) -> \
             u64 + Send>`, found function `fn() -> Box<dyn Fn(u64) -> u64 + Send>` (result: expected `dyn \
             FnMut(u64) -> u64 + Send`, found `dyn Fn(u64) -> u64 + Send`)"
        );
    }

    fn a_callback_of_a_known_type_that_panics_is_contained_or_goes_on() {
        panic::set_hook(Box::new(|_| {}));
        let plugin = open(fixture("objects")).unwrap();
        type Adder = fn(u64) -> Callback<dyn Fn(u64) -> u64 + Send + Sync>;
        let adder = plugin.lookup::<Adder>("known_adder").unwrap().call(1);
        let contained = adder.try_call(u64::MAX).unwrap_err();
        assert_eq!((contained.message(), contained.symbol()), ("a small number", None));
        assert!(contained.place().unwrap().0.ends_with("objects/src/lib.rs"), "{contained}");
        assert_eq!(catch(|| adder.call(u64::MAX)).unwrap_err().message(), "a small number");
        assert_eq!(adder.try_call(1).unwrap(), 2);
        type Lent = fn(CallbackRef<'static, dyn Fn(u64) -> u64>, u64) -> u64;
        let repeat = plugin.lookup::<Lent>("repeat_crossed").unwrap();
        let contained = repeat.try_call(CallbackRef::new(&|_: u64| panic!("enough")), 2).unwrap_err();
        assert_eq!((contained.message(), contained.symbol()), ("enough", Some("repeat_crossed")));
        assert!(contained.place().unwrap().0.ends_with("tests/callbacks.rs"), "{contained}");
    }

    fn a_callback_of_a_known_type_is_dropped_once_by_the_side_that_made_it() {
        let plugin = open(fixture("objects")).unwrap();
        let theirs = plugin.lookup::<AtomicU64>("DROPPED").unwrap().get();
        let ours = Arc::new(AtomicU64::new(0));
        let counts = || (theirs.load(Ordering::SeqCst), ours.load(Ordering::SeqCst));
        struct Count(Arc<AtomicU64>);
        impl Drop for Count {
            fn drop(&mut self) {
                self.0.fetch_add(1, Ordering::SeqCst);
            }
        }
        type Known = Callback<dyn Fn(u64) -> u64 + Send + Sync>;
        let adder = plugin.lookup::<fn(u64) -> Known>("known_adder").unwrap();
        let boxed_adder = plugin.lookup::<fn(u64) -> Number>("known_adder").unwrap();
        drop(adder.call(1));
        drop(boxed_adder.call(1));
        drop(adder.call(1).into_box());
        let elsewhere = adder.call(2);
        assert_eq!(thread::spawn(move || elsewhere.call(1)).join().unwrap(), 3);
        assert_eq!(counts(), (4, 0));
        let back = plugin.lookup::<fn(Known) -> Known>("closure_back").unwrap();
        let boxed_back = plugin.lookup::<fn(Number) -> Number>("closure_back").unwrap();
        assert_eq!(back.call(back.call(adder.call(3))).call(1), 4);
        assert_eq!(counts(), (5, 0));
        let make = || {
            let count = Count(ours.clone());
            move |value: u64| {
                let _ = &count;
                value + 5
            }
        };
        drop(Known::new(make()));
        assert_eq!(back.call(Callback::new(make())).call(1), 6);
        assert_eq!(boxed_back.call(Box::new(make()))(1), 6);
        assert_eq!(back.call(Known::from(Box::new(make()) as Number)).call(1), 6);
        assert_eq!(counts(), (5, 4));
        type Run = fn(Callback<dyn FnMut(String) -> usize + Send>) -> usize;
        let (run, count) = (plugin.lookup::<Run>("run_elsewhere").unwrap(), Count(ours.clone()));
        let mut texts = Vec::new();
        let length = run.call(Callback::new(move |text: String| {
            let _ = &count;
            texts.push(text);
            texts.concat().len()
        }));
        assert_eq!((length, counts()), (4, (5, 5)));
        type RunBoxed = fn(Box<dyn FnMut(String) -> usize + Send>) -> usize;
        let (run, count) = (plugin.lookup::<RunBoxed>("run_elsewhere").unwrap(), Count(ours.clone()));
        let length = run.call(Box::new(move |text| {
            let _ = &count;
            text.len()
        }));
        assert_eq!((length, counts()), (3, (5, 6)));
    }

    /// C6
    fn objects_and_closures_are_freed_by_their_owners() {
        let plugin = open(fixture("allocator")).unwrap();
        let live = plugin.lookup::<AtomicI64>("LIVE").unwrap();
        let foreign = plugin.lookup::<AtomicU64>("FOREIGN").unwrap();
        type Filters = fn(Vec<String>) -> (Box<dyn Filter>, Arc<dyn Filter>);
        let filters = plugin.lookup::<Filters>("filters").unwrap();
        type Use = fn(Box<dyn Filter>, Arc<dyn Filter>, &[RString]) -> Vec<String>;
        let use_filters = plugin.lookup::<Use>("use_filters").unwrap();
        let wrap = plugin.lookup::<fn(Wrapped) -> Box<dyn FnMut(String) -> Vec<String> + Send>>("wrap");
        let wrap = wrap.unwrap();
        type WrapKnown = fn(
            Callback<dyn Fn(String, &[RString]) -> Vec<String> + Send + Sync>,
        ) -> Callback<dyn FnMut(String) -> Vec<String> + Send>;
        let wrap_known = plugin.lookup::<WrapKnown>("wrap").unwrap();
        type Once = fn(Box<dyn FnOnce(Vec<String>) -> String + Send>, bool) -> Option<String>;
        let call_once = plugin.lookup::<Once>("call_once").unwrap();
        let lines: RVec<RString> = ["axe", "hut"].map(RString::from).into_iter().collect();
        panic::set_hook(Box::new(|_| {}));
        let round = || {
            let (boxed, counted) = filters.call(vec!["x".to_owned(), "A".to_owned()]);
            assert_eq!(boxed.apply("axe").unwrap(), "AXE");
            assert!(catch(|| boxed.apply("")).is_err());
            let copy = counted.clone();
            assert_eq!(format!("{copy:?}"), "Words([\"x\", \"A\"])");
            assert_eq!(use_filters.call(boxed, counted, &lines), ["AXE"]);
            drop(copy);
            let ours = || Keep("a".to_owned());
            assert_eq!(use_filters.call(Box::new(ours()), Arc::new(ours()), &lines), ["axe"]);
            let prefix = "p".repeat(30);
            let mut wrapped = wrap.call(Box::new(move |text, seen| {
                seen.iter().map(|word| format!("{prefix}{word}{text}")).collect()
            }));
            assert_eq!((wrapped("a".to_owned()).len(), wrapped("b".to_owned()).len()), (1, 2));
            let prefix = "p".repeat(30);
            let mut wrapped = wrap_known.call(Callback::new(move |text: String, seen: &[RString]| {
                seen.iter().map(|word| format!("{prefix}{word}{text}")).collect()
            }));
            assert_eq!((wrapped.call("a".to_owned()).len(), wrapped.call("b".to_owned()).len()), (1, 2));
            for call in [true, false] {
                let held = "h".repeat(20);
                let joined = call_once.call(Box::new(move |texts| texts.concat() + &held), call);
                assert_eq!(joined.map_or(0, |text| text.len()), if call { 121 } else { 0 });
            }
        };
        round();
        let before = (LIVE.load(Ordering::Relaxed), live.load(Ordering::Relaxed));
        for _ in 0..50 {
            round();
        }
        assert_eq!((LIVE.load(Ordering::Relaxed), live.load(Ordering::Relaxed)), before);
        assert_eq!(foreign.load(Ordering::Relaxed), 0);
    }
}
