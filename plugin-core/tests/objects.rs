//! Objects in the test's own binary: each crosses to a plugin's function and back.
//!
//! Long, because one interface and its objects stand here for every way to pass them.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::all,
    clippy::pedantic,
    reason = "exports for these tests alone"
)]

use std::fmt::{self, Debug, Display};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use plugin_core::{Mut, Object, Ref, SymbolTable, SymbolType, Transfer, catch, export, interface};

plugin_core::plugin!();

/// A filter.
#[interface]
pub trait Filter: Send + Sync + Debug + Display {
    fn apply(&self, text: &str, times: u32) -> String;
    fn name(&self) -> &str;
    fn push(&mut self, word: String) -> usize;
    fn find(&self, key: &str) -> Option<&str>;
    fn each(&self, f: &mut dyn FnMut(&str));
    fn chain(&self, other: &dyn Filter) -> String;
    fn boxed(&self) -> Box<dyn Filter>;
    fn title(&self, mut prefix: String, (a, _b): (u8, u8)) -> String {
        prefix.push_str(self.name());
        format!("{prefix}{a}")
    }
    fn clear(&mut self) {}
}

#[derive(Clone, Debug, Default)]
struct Words {
    words: Vec<String>,
    dropped: Option<Arc<AtomicUsize>>,
}

impl Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} words{}", self.words.len(), if f.alternate() { "!" } else { "" })
    }
}

impl Drop for Words {
    fn drop(&mut self) {
        if let Some(count) = &self.dropped {
            count.fetch_add(1, Ordering::SeqCst);
        }
        if self.words.iter().any(|word| word == "drop") {
            panic!("dropping");
        }
    }
}

impl Filter for Words {
    fn apply(&self, text: &str, times: u32) -> String {
        assert!(times < 5, "{times} is too much");
        format!("{}{}", text.repeat(times as usize), self.words.join(","))
    }
    fn name(&self) -> &str {
        self.words.first().map_or("none", |word| word)
    }
    fn push(&mut self, word: String) -> usize {
        self.words.push(word);
        self.words.len()
    }
    fn find(&self, key: &str) -> Option<&str> {
        self.words.iter().find(|word| word.starts_with(key)).map(|word| &**word)
    }
    fn each(&self, f: &mut dyn FnMut(&str)) {
        self.words.iter().for_each(|word| f(word));
    }
    fn chain(&self, other: &dyn Filter) -> String {
        format!("{}/{}", self.name(), other.name())
    }
    fn boxed(&self) -> Box<dyn Filter> {
        Box::new(self.clone())
    }
}

/// Borrows what it shows.
struct Borrowed<'a>(&'a str, &'a AtomicUsize);

impl Debug for Borrowed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
impl Display for Borrowed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
impl Filter for Borrowed<'_> {
    fn apply(&self, _: &str, _: u32) -> String {
        self.0.to_owned()
    }
    fn name(&self) -> &str {
        self.0
    }
    fn push(&mut self, _: String) -> usize {
        self.1.fetch_add(1, Ordering::SeqCst) + 1
    }
    fn find(&self, _: &str) -> Option<&str> {
        None
    }
    fn each(&self, _: &mut dyn FnMut(&str)) {}
    fn chain(&self, _: &dyn Filter) -> String {
        String::new()
    }
    fn boxed(&self) -> Box<dyn Filter> {
        Box::new(Words::default())
    }
}

#[export]
pub static WORDS: &dyn Filter = &Words { words: Vec::new(), dropped: None };

#[export]
pub fn create(word: &str) -> Box<dyn Filter> {
    Box::new(Words { words: vec![word.to_owned()], dropped: None })
}

#[export]
pub fn show(filter: &dyn Filter) -> String {
    generic(filter)
}

fn generic<F: Filter + ?Sized>(filter: &F) -> String {
    format!("{filter} {filter:#} {filter:?} {}", filter.apply("x", 2))
}

#[export]
pub fn grow(filter: &mut dyn Filter, by: usize) -> usize {
    (0..by).map(|n| filter.push(n.to_string())).last().unwrap_or_default()
}

#[export]
pub fn share(filter: Arc<dyn Filter>, copies: usize) -> Vec<Arc<dyn Filter>> {
    vec![filter; copies]
}

#[export]
pub fn through(filter: Box<dyn Filter>) -> Option<Box<dyn Filter>> {
    Some(filter)
}

#[export]
pub fn with(
    tell: &mut dyn FnMut(&(dyn Filter + 'static), Box<dyn Filter>) -> Arc<dyn Filter>,
) -> String {
    let words = Words { words: vec!["lent".to_owned()], dropped: None };
    tell(&words, Box::new(words.clone())).name().to_owned()
}

/// A record that holds objects and a closure.
#[derive(Transfer)]
pub struct Job {
    pub filter: Box<dyn Filter>,
    pub shared: Vec<Arc<dyn Filter>>,
    pub done: Option<Box<dyn FnOnce(&str) -> usize + Send>>,
}

#[export]
pub fn work(job: Job) -> (usize, Job) {
    let Job { filter, shared, done } = job;
    let done = done.map_or(0, |done| done(filter.name()));
    (done, Job { filter, shared, done: Some(Box::new(|text| text.len())) })
}

fn table() -> SymbolTable {
    let root = (PLUGIN.prefix().root)(None);
    // SAFETY: this binary's own root.
    let symbols = unsafe { &*root }.symbols;
    // SAFETY: made by the macros, in this binary.
    unsafe { SymbolTable::new("test", symbols) }.unwrap()
}

#[test]
fn an_exported_object_is_its_interface() {
    let words = table().lookup::<dyn Filter>("WORDS").unwrap();
    assert_eq!((words.name(), words.apply("ab", 2)), ("none", "abab".to_owned()));
    assert_eq!(generic(&*words), "0 words 0 words! Words { words: [], dropped: None } xx");
    assert_eq!(words.title("t-".to_owned(), (7, 0)), "t-none7");
}

#[test]
fn objects_cross_in_boxes_and_behind_references() {
    let table = table();
    let create = table.lookup::<fn(&str) -> Box<dyn Filter>>("create").unwrap();
    let mut filter = create.call("first");
    assert_eq!(filter.push("second".to_owned()), 2);
    assert_eq!(filter.find("sec"), Some("second"));
    let mut seen = Vec::new();
    filter.each(&mut |word| seen.push(word.to_owned()));
    assert_eq!(seen, ["first", "second"]);
    assert_eq!(filter.chain(&*filter.boxed()), "first/first");
    let show = table.lookup::<fn(Ref<dyn Filter>) -> String>("show").unwrap();
    assert_eq!(
        show.call(&*filter),
        "2 words 2 words! Words { words: [\"first\", \"second\"], dropped: None } xxfirst,second"
    );
    let (text, count) = ("text".to_owned(), AtomicUsize::new(0));
    let mut borrowed = Borrowed(&text, &count);
    assert_eq!(show.call(&borrowed), "text text text text");
    let grow = table.lookup::<fn(Mut<dyn Filter>, usize) -> usize>("grow").unwrap();
    assert_eq!(grow.call(&mut borrowed, 3), 3);
    assert_eq!(grow.call(&mut *filter, 3), 5);
    type Tell = dyn FnMut(&(dyn Filter + 'static), Box<dyn Filter>) -> Arc<dyn Filter>;
    let with = table.lookup::<fn(Mut<Tell>) -> String>("with").unwrap();
    let mut shown = String::new();
    let name = with.call(&mut |lent: &(dyn Filter + 'static), given| {
        shown = lent.chain(&*given);
        Arc::from(given)
    });
    assert_eq!((name.as_str(), shown.as_str()), ("lent", "lent/lent"));
    let through =
        table.lookup::<fn(Box<dyn Filter>) -> Option<Box<dyn Filter>>>("through").unwrap();
    assert_eq!(through.call(filter).unwrap().find("2"), Some("2"));
}

#[test]
fn objects_are_dropped_once_whoever_holds_them() {
    let table = table();
    let dropped = Arc::new(AtomicUsize::new(0));
    let words = || Words { words: vec!["w".to_owned()], dropped: Some(dropped.clone()) };
    let share =
        table.lookup::<fn(Arc<dyn Filter>, usize) -> Vec<Arc<dyn Filter>>>("share").unwrap();
    let mut copies = share.call(Arc::new(words()), 3);
    assert_eq!(copies[2].name(), "w");
    let last = copies.pop().unwrap();
    std::thread::spawn(move || drop(copies)).join().unwrap();
    assert_eq!(dropped.load(Ordering::SeqCst), 0);
    drop(last);
    assert_eq!(dropped.load(Ordering::SeqCst), 1);
    let through =
        table.lookup::<fn(Box<dyn Filter>) -> Option<Box<dyn Filter>>>("through").unwrap();
    let mut back = through.call(Box::new(words())).unwrap();
    back.push("drop".to_owned());
    drop(back);
    assert_eq!(dropped.load(Ordering::SeqCst), 2);
}

#[test]
fn a_box_is_looked_up_as_what_it_crosses_as() {
    let create = table().lookup::<fn(&str) -> Object<dyn Filter>>("create").unwrap();
    let mut object = create.call("one");
    object.push("two".to_owned());
    assert_eq!(
        (object.apply("", 1), format!("{object}")),
        ("one,two".to_owned(), "2 words".to_owned())
    );
    let through = table().lookup::<fn(Object<dyn Filter>) -> Option<Box<dyn Filter>>>("through");
    assert_eq!(through.unwrap().call(object).unwrap().name(), "one");
}

#[test]
fn a_record_holds_objects_and_closures() {
    let words = || Words { words: vec!["word".to_owned()], dropped: None };
    let done = |text: &str| 2 * text.len();
    let job = Job {
        filter: Box::new(words()),
        shared: vec![Arc::new(words())],
        done: Some(Box::new(done)),
    };
    let (count, job) = table().lookup::<fn(Job) -> (usize, Job)>("work").unwrap().call(job);
    assert_eq!((count, job.shared[0].name(), job.filter.name()), (8, "word", "word"));
    assert_eq!(job.done.unwrap()("abc"), 3);
}

#[test]
fn an_object_that_goes_to_and_fro_gains_no_handles() {
    let table = table();
    let dropped = Arc::new(AtomicUsize::new(0));
    let words = || Words { words: vec!["w".to_owned()], dropped: Some(dropped.clone()) };
    let through =
        table.lookup::<fn(Box<dyn Filter>) -> Option<Box<dyn Filter>>>("through").unwrap();
    let mut filter: Box<dyn Filter> = Box::new(words());
    let address = |filter: &dyn Filter| filter.name().as_ptr();
    let name = address(&*filter);
    let times = if cfg!(miri) { 10 } else { 100_000 };
    for _ in 0..times {
        filter = through.call(filter).unwrap();
    }
    // A hundred thousand handles would not fit on the stack.
    assert_eq!((address(&*filter), filter.push("x".to_owned())), (name, 2));
    drop(filter);
    assert_eq!(dropped.load(Ordering::SeqCst), 1);
    let share =
        table.lookup::<fn(Arc<dyn Filter>, usize) -> Vec<Arc<dyn Filter>>>("share").unwrap();
    let mut filter: Arc<dyn Filter> = Arc::new(words());
    for _ in 0..times {
        filter = share.call(filter, 2).swap_remove(1);
    }
    assert_eq!(filter.name(), "w");
    let show = table.lookup::<fn(Ref<dyn Filter>) -> String>("show").unwrap();
    assert!(show.call(&*filter).starts_with("1 words"));
    drop(filter);
    assert_eq!(dropped.load(Ordering::SeqCst), 2);
}

#[test]
fn a_method_that_panics_goes_on_in_the_caller() {
    let filter = table().lookup::<fn(&str) -> Box<dyn Filter>>("create").unwrap().call("x");
    let panic = catch(|| filter.apply("x", 9)).unwrap_err();
    assert_eq!((panic.message(), panic.symbol()), ("9 is too much", Some("Filter::apply")));
    assert!(panic.place().unwrap().0.ends_with("objects.rs"));
    assert!(panic.to_string().starts_with("`Filter::apply` panicked at "), "{panic}");
}

/// The interface as an older, a newer and other versions had it.
macro_rules! versions {
    ($($module:ident { $($body:tt)* } $(: $($bounds:ident)+)?)+) => {$(
        mod $module {
            #[plugin_core::interface(id = "com.example.Versioned")]
            pub trait Versioned $(: $($bounds +)+)? { $($body)* }
        }
    )+};
}

versions! {
    one { fn a(&self) -> u32; fn b(&mut self, by: u32); }
    two { fn a(&self) -> u32; fn b(&mut self, by: u32); fn c(&self) -> u32 { self.a() * 2 } }
    removed { fn a(&self) -> u32; }
    reordered { fn b(&mut self, by: u32); fn a(&self) -> u32; }
    retyped { fn a(&self) -> u64; fn b(&mut self, by: u32); }
    shared { fn a(&self) -> u32; fn b(&self, by: u32); }
    required { fn a(&self) -> u32; fn b(&mut self, by: u32); fn c(&self) -> u32; }
    bounded { fn a(&self) -> u32; fn b(&mut self, by: u32); } : Send
}

struct Number(u32);
impl one::Versioned for Number {
    fn a(&self) -> u32 {
        self.0
    }
    fn b(&mut self, by: u32) {
        self.0 += by;
    }
}
impl two::Versioned for Number {
    fn a(&self) -> u32 {
        self.0
    }
    fn b(&mut self, by: u32) {
        self.0 += by;
    }
    fn c(&self) -> u32 {
        100
    }
}

#[export]
pub fn older() -> Box<dyn one::Versioned> {
    Box::new(Number(4))
}

#[export]
pub fn newer(object: &dyn two::Versioned) -> Box<dyn two::Versioned> {
    Box::new(Number(object.c()))
}

#[test]
#[cfg_attr(miri, ignore = "two versions of an interface in one binary are two types to Miri")]
fn a_method_with_a_default_body_may_be_missing_on_either_side() {
    let table = table();
    let mut older = table.lookup::<fn() -> Box<dyn two::Versioned>>("older").unwrap().call();
    older.b(1);
    assert_eq!((older.a(), older.c()), (5, 10));
    type Newer = fn(Ref<dyn one::Versioned>) -> Box<dyn one::Versioned>;
    assert_eq!(table.lookup::<Newer>("newer").unwrap().call(&Number(7)).a(), 14);
}

#[test]
fn other_changes_of_an_interface_are_refused_with_the_method() {
    fn says<I: ?Sized>() -> String
    where
        fn() -> Box<I>: SymbolType<Target: Sync>,
    {
        let text = table().lookup::<fn() -> Box<I>>("older").err().unwrap().to_string();
        text.split_once(" (").unwrap().1.to_owned()
    }
    for (said, expected) in [
        (
            says::<dyn removed::Versioned>(),
            "Versioned.b: expected no such method, found one without a default body)",
        ),
        (says::<dyn reordered::Versioned>(), "Versioned.b: expected method 1, found method 2)"),
        (says::<dyn retyped::Versioned>(), "Versioned.a, result: expected `u64`, found `u32`)"),
        (says::<dyn shared::Versioned>(), "Versioned.b: expected `&self`, found `&mut self`)"),
        (
            says::<dyn required::Versioned>(),
            "Versioned.c: expected method 3, found no such method)",
        ),
        (
            says::<dyn bounded::Versioned>(),
            "expected `dyn com.example.Versioned + Send`, found `dyn com.example.Versioned`)",
        ),
    ] {
        assert!(said.ends_with(expected), "{said}");
    }
}

#[test]
fn an_object_is_offered_and_found_as_what_it_is() {
    static KEPT: Words = Words { words: Vec::new(), dropped: None };
    let words = Words { words: vec!["a".to_owned()], dropped: None };
    let host = plugin_core::HostContext::builder()
        .service::<dyn Filter>("BOXED", Box::new(words) as Box<dyn Filter>)
        .service::<dyn Filter>("KEPT", &KEPT as &'static dyn Filter)
        .build();
    assert_eq!(host.lookup::<dyn Filter>("BOXED").unwrap().apply("x", 2), "xxa");
    let kept = host.lookup::<dyn Filter>("KEPT").unwrap();
    assert_eq!((kept.name(), format!("{:#}", &*kept)), ("none", "0 words!".to_owned()));
}
