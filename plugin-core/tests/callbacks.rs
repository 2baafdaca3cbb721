//! Callbacks in the test's own binary: every kind crosses twice, to a plugin's function and back.
#![allow(missing_docs, clippy::all, clippy::pedantic, reason = "exports for these tests alone")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use plugin_core::{Mut, RString, Ref, SymbolTable, SymbolType, catch, export};

plugin_core::plugin!();

#[export]
pub fn apply(f: &dyn Fn(u32) -> u32, value: u32) -> u32 {
    f(f(value))
}

#[export]
pub fn each(text: &str, f: &mut dyn FnMut(&str, usize)) {
    for (index, word) in text.split(' ').enumerate() {
        f(word, index);
    }
}

type Progress = dyn FnMut(u64) -> bool;
type Shared = Box<dyn Fn(&[u8]) -> Vec<u8> + Send + Sync>;

#[export]
pub fn aliased(progress: &mut Progress, shared: Shared) -> Shared {
    assert!(progress(3));
    Box::new(move |bytes| shared(bytes).into_iter().rev().collect())
}

#[export]
pub fn maybe(f: Option<&mut dyn FnMut(u32)>) -> bool {
    f.map(|f| f(1)).is_some()
}

#[export]
pub fn once(f: Box<dyn FnOnce(String) -> Option<String> + Send>, call: bool) -> Option<String> {
    call.then(|| f("x".to_owned()))?
}

#[export]
pub fn counter(mut by: u64) -> Box<dyn FnMut(&mut RString) -> u64 + Send> {
    Box::new(move |text| {
        text.push('+');
        by += 1;
        by
    })
}

#[export]
pub fn four(f: &dyn Fn(u8, &str, String, &u64) -> (u8, String)) -> (u8, String) {
    f(1, "two", "three".to_owned(), &4)
}

#[export]
pub fn nested(f: &dyn Fn(Box<dyn Fn() -> u32 + Send>) -> u32) -> u32 {
    f(Box::new(|| 20))
}

fn table() -> SymbolTable {
    let root = (PLUGIN.prefix().root)(None);
    // SAFETY: this binary's own root.
    let symbols = unsafe { &*root }.symbols;
    // SAFETY: made by the macros, in this binary.
    unsafe { SymbolTable::new("test", symbols) }.unwrap()
}

#[test]
fn callbacks_are_called_with_values_and_references() {
    let table = table();
    let by = 5;
    let apply = table.lookup::<fn(Ref<dyn Fn(u32) -> u32>, u32) -> u32>("apply").unwrap();
    assert_eq!(apply.call(&|x| x + by, 1), 11);
    let each = table.lookup::<fn(&str, Mut<dyn FnMut(&str, usize)>)>("each").unwrap();
    let mut seen = Vec::new();
    each.call("a bc", &mut |word: &str, index| seen.push((word.to_owned(), index)));
    assert_eq!(seen, [("a".to_owned(), 0), ("bc".to_owned(), 1)]);
    let four = table
        .lookup::<fn(Ref<dyn Fn(u8, &str, String, &u64) -> (u8, String)>) -> (u8, String)>("four")
        .unwrap();
    let joined = four.call(&|a, b: &str, c, d: &u64| (a, format!("{b}{c}{d}")));
    assert_eq!(joined, (1, "twothree4".to_owned()));
    let nested =
        table.lookup::<fn(Ref<dyn Fn(Box<dyn Fn() -> u32 + Send>) -> u32>) -> u32>("nested");
    assert_eq!(nested.unwrap().call(&|f| f() + 1), 21);
    let maybe = table.lookup::<fn(Option<Mut<dyn FnMut(u32)>>) -> bool>("maybe").unwrap();
    assert!(!maybe.call(None));
    let mut sum = 0;
    assert!(maybe.call(Some(&mut |x| sum += x)));
    assert_eq!(sum, 1);
}

#[test]
fn boxed_callbacks_are_dropped_once() {
    let table = table();
    let dropped = Arc::new(AtomicUsize::new(0));
    struct Count(Arc<AtomicUsize>);
    impl Drop for Count {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
    let count = || Count(dropped.clone());
    type Once = fn(Box<dyn FnOnce(String) -> Option<String> + Send>, bool) -> Option<String>;
    let once = table.lookup::<Once>("once").unwrap();
    for call in [true, false] {
        let held = count();
        let result = once.call(
            Box::new(move |text| {
                let _ = &held;
                Some(text)
            }),
            call,
        );
        assert_eq!(result.is_some(), call);
    }
    assert_eq!(dropped.load(Ordering::SeqCst), 2);
    let aliased = table.lookup::<fn(Mut<Progress>, Shared) -> Shared>("aliased").unwrap();
    let held = count();
    let mut at = 0;
    let back = aliased.call(
        &mut |done| {
            at = done;
            true
        },
        Box::new(move |bytes: &[u8]| {
            let _ = &held;
            bytes.to_vec()
        }),
    );
    assert_eq!((at, back(&[1, 2])), (3, vec![2, 1]));
    std::thread::spawn(move || drop(back)).join().unwrap();
    assert_eq!(dropped.load(Ordering::SeqCst), 3);
    let counter = table.lookup::<fn(u64) -> Box<dyn FnMut(&mut RString) -> u64 + Send>>("counter");
    let mut counter = counter.unwrap().call(4);
    let mut text = RString::from("x");
    assert_eq!((counter(&mut text), counter(&mut text)), (5, 6));
    assert_eq!(text.as_str(), "x++");
}

#[test]
fn a_callback_that_panics_is_contained_on_both_sides() {
    let table = table();
    let apply = table.lookup::<fn(Ref<dyn Fn(u32) -> u32>, u32) -> u32>("apply").unwrap();
    let panic = apply.try_call(&|_| panic!("no {}", 3), 1).unwrap_err();
    assert_eq!(panic.message(), "no 3");
    assert!(panic.place().unwrap().0.ends_with("callbacks.rs"), "{panic}");
    assert_eq!(panic.symbol(), Some("apply"));
    let caught = catch(|| apply.call(&|_| panic!("again"), 1)).unwrap_err();
    assert_eq!(caught.message(), "again");
    assert!(caught.place().is_some() && caught.symbol() == Some("apply"));
    assert_eq!(catch(|| panic!("own")).map(|(): ()| ()).unwrap_err().message(), "own");
}

#[test]
fn callbacks_of_another_kind_are_refused() {
    let table = table();
    fn says<S: SymbolType>(table: &SymbolTable, name: &str) -> String
    where
        S::Target: Sync,
    {
        table.lookup::<S>(name).err().unwrap().to_string()
    }
    assert_eq!(
        says::<fn(Ref<dyn Fn(u64) -> u32>, u32) -> u32>(&table, "apply"),
        "`apply` of `test` has another type: expected function `fn(&dyn Fn(u64) -> u32, u32) -> u32`, \
         found function `fn(&dyn Fn(u32) -> u32, u32) -> u32` (parameter 1, parameter 1: expected \
         `u64`, found `u32`)"
    );
    assert_eq!(
        says::<fn(u64) -> Box<dyn FnMut(&mut RString) -> u64 + Send + Sync>>(&table, "counter"),
        "`counter` of `test` has another type: expected function `fn(u64) -> Box<dyn FnMut(&mut \
         RString) -> u64 + Send + Sync>`, found function `fn(u64) -> Box<dyn FnMut(&mut RString) -> \
         u64 + Send>` (result: expected `dyn FnMut(&mut RString) -> u64 + Send + Sync`, found `dyn \
         FnMut(&mut RString) -> u64 + Send`)"
    );
}
