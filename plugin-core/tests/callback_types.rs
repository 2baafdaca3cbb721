//! `Callback`, `CallbackRef` and `CallbackMut` in the test's own binary, against the standard library's
//! spelling of the same closures.
#![allow(missing_docs, clippy::all, clippy::pedantic, reason = "exports for these tests alone")]

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use plugin_core::{
    Callback, CallbackMut, CallbackRef, HostContext, Mut, RString, Ref, SymbolTable, catch, export,
};

plugin_core::plugin!();

type Step = dyn Fn(u64) -> u64 + Send;

#[export]
pub fn boxed(by: u64) -> Box<Step> {
    Box::new(move |n| n + by)
}

#[export]
pub fn direct(by: u64) -> Callback<Step> {
    Callback::new(move |n: u64| n + by)
}

#[export]
pub fn twice_boxed(step: Box<Step>, value: u64) -> u64 {
    step(step(value))
}

#[export]
pub fn twice_direct(step: Callback<Step>, value: u64) -> u64 {
    step.call(step.call(value))
}

#[export]
pub fn to_and_fro(step: Callback<Step>) -> Callback<Step> {
    step
}

#[export]
pub fn each(text: &str, mut tell: CallbackMut<'_, dyn FnMut(&str, usize)>) {
    for (index, word) in text.split(' ').enumerate() {
        tell.call(word, index);
    }
}

#[export]
pub fn repeat(step: CallbackRef<'_, dyn Fn(u64) -> u64>, times: u64) -> u64 {
    (0..times).fold(0, |value, _| step.call(value))
}

#[export]
pub fn plainly(step: &dyn Fn(u64) -> u64, times: u64) -> u64 {
    repeat(CallbackRef::new(&step), times)
}

#[export]
pub fn maybe(
    step: Option<CallbackRef<'_, dyn Fn(u64) -> u64>>,
    then: Option<CallbackMut<'_, dyn FnMut(u64)>>,
) -> bool {
    if let (Some(step), Some(mut then)) = (step, then) {
        then.call(step.call(1));
        return true;
    }
    false
}

#[export]
pub fn fill(fill: Callback<dyn FnMut(&mut RString, &[u8]) -> usize + Send + Sync>) -> RString {
    let (mut fill, mut text) = (fill, RString::new());
    while fill.call(&mut text, b"ab") < 3 {}
    text
}

#[export]
pub fn all(steps: Vec<Callback<Step>>, first: Option<Callback<Step>>) -> u64 {
    first.iter().chain(&steps).fold(0, |value, step| step.call(value))
}

#[export]
pub fn nested(f: CallbackRef<'_, dyn Fn(Callback<Step>) -> Callback<Step>>) -> u64 {
    f.call(Callback::new(|n: u64| n + 20)).call(1)
}

fn table() -> SymbolTable {
    let root = (PLUGIN.prefix().root)(None);
    // SAFETY: this binary's own root.
    let symbols = unsafe { &*root }.symbols;
    // SAFETY: made by the macros, in this binary.
    unsafe { SymbolTable::new("test", symbols) }.unwrap()
}

/// Counts its drop.
struct Count(Arc<AtomicUsize>);

impl Drop for Count {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn either_spelling_of_a_closure_finds_the_other() {
    let table = table();
    for name in ["boxed", "direct"] {
        let made = table.lookup::<fn(u64) -> Box<Step>>(name).unwrap().call(2);
        assert_eq!(made(1), 3);
        let made = table.lookup::<fn(u64) -> Callback<Step>>(name).unwrap().call(2);
        assert_eq!(made.call(1), 3);
    }
    for name in ["twice_boxed", "twice_direct"] {
        let twice = table.lookup::<fn(Box<Step>, u64) -> u64>(name).unwrap();
        assert_eq!(twice.call(Box::new(|n| n * 3), 1), 9);
        let twice = table.lookup::<fn(Callback<Step>, u64) -> u64>(name).unwrap();
        assert_eq!(twice.call(Callback::new(|n: u64| n * 3), 1), 9);
    }
    for name in ["repeat", "plainly"] {
        let by = Cell::new(4);
        let repeat = table.lookup::<fn(Ref<dyn Fn(u64) -> u64>, u64) -> u64>(name).unwrap();
        assert_eq!(repeat.call(&|n| n + by.get(), 2), 8);
        type Repeat = fn(CallbackRef<'static, dyn Fn(u64) -> u64>, u64) -> u64;
        let repeat = table.lookup::<Repeat>(name).unwrap();
        let step = |n: u64| n + by.get();
        let step = CallbackRef::new(&step);
        assert_eq!((repeat.call(step, 2), repeat.call(step, 3)), (8, 12));
    }
    let mut seen = Vec::new();
    let each = table.lookup::<fn(&str, Mut<dyn FnMut(&str, usize)>)>("each").unwrap();
    each.call("a b", &mut |word: &str, index| seen.push((word.to_owned(), index)));
    type Each = fn(&str, CallbackMut<'static, dyn FnMut(&str, usize)>);
    let each = table.lookup::<Each>("each").unwrap();
    let mut push = |word: &str, index: usize| seen.push((word.to_owned(), index));
    let mut push = CallbackMut::new(&mut push);
    each.call("c", push.reborrow());
    each.call("d", push);
    let seen: Vec<_> = seen.iter().map(|(word, index)| (word.as_str(), *index)).collect();
    assert_eq!(seen, [("a", 0), ("b", 1), ("c", 0), ("d", 0)]);
    let error = table.lookup::<fn(u64) -> Callback<dyn Fn(u64) -> u64 + Send + Sync>>("direct");
    assert_eq!(
        error.err().unwrap().to_string(),
        "`direct` of `test` has another type: expected function `fn(u64) -> Box<dyn Fn(u64) -> u64 + \
         Send + Sync>`, found function `fn(u64) -> Box<dyn Fn(u64) -> u64 + Send>` (result: expected \
         `dyn Fn(u64) -> u64 + Send + Sync`, found `dyn Fn(u64) -> u64 + Send`)"
    );
}

#[test]
fn callbacks_stand_inside_other_types_and_in_callbacks() {
    let table = table();
    type All = fn(Vec<Callback<Step>>, Option<Callback<Step>>) -> u64;
    let steps = || (1..4).map(|by| Callback::<Step>::new(move |n| 2 * n + by)).collect();
    assert_eq!(table.lookup::<All>("all").unwrap().call(steps(), None), 11);
    type AllBoxed = fn(Vec<Box<Step>>, Option<Box<Step>>) -> u64;
    let boxed: Vec<Box<Step>> = steps().into_iter().map(Callback::into_box).collect();
    let all = table.lookup::<AllBoxed>("all").unwrap();
    assert_eq!(all.call(boxed, Some(Box::new(|n| n + 1))), 19);
    let nested = table
        .lookup::<fn(CallbackRef<'static, dyn Fn(Callback<Step>) -> Callback<Step>>) -> u64>(
            "nested",
        );
    assert_eq!(nested.unwrap().call(CallbackRef::new(&|step: Callback<Step>| step)), 21);
    type Maybe = fn(
        Option<CallbackRef<'static, dyn Fn(u64) -> u64>>,
        Option<CallbackMut<'static, dyn FnMut(u64)>>,
    ) -> bool;
    let maybe = table.lookup::<Maybe>("maybe").unwrap();
    let mut seen = 0;
    let mut see = |n: u64| seen += n;
    assert!(maybe.call(Some(CallbackRef::new(&|n: u64| n + 1)), Some(CallbackMut::new(&mut see))));
    assert!(!maybe.call(None, Some(CallbackMut::new(&mut see))));
    assert_eq!(seen, 2);
}

#[test]
fn a_callback_of_a_host_is_a_service_and_a_service_takes_one() {
    let host = HostContext::builder()
        .service::<fn(u64) -> Callback<Step>>("adder", |by: u64| {
            Callback::new(move |n: u64| n + by)
        })
        .service::<fn(CallbackRef<'static, dyn Fn(u64) -> u64>) -> u64>(
            "ask",
            |step: CallbackRef<'_, dyn Fn(u64) -> u64>| step.call(1),
        )
        .build();
    let adder = host.lookup::<fn(u64) -> Box<Step>>("adder").unwrap().call(3);
    let ask = host.lookup::<fn(Ref<dyn Fn(u64) -> u64>) -> u64>("ask").unwrap();
    assert_eq!(ask.call(&*adder), 4);
}

#[test]
fn an_fn_mut_keeps_its_state() {
    let mut calls = 0;
    let mut counter = Callback::<dyn FnMut(u64) -> u64 + Send>::new(move |by| {
        calls += by;
        calls
    });
    assert_eq!((counter.call(1), counter.call(2), counter.try_call(3).unwrap()), (1, 3, 6));
    let mut crossed = counter.into_box();
    assert_eq!(crossed(4), 10);
    let table = table();
    let mut length = 0;
    type Fill = fn(Callback<dyn FnMut(&mut RString, &[u8]) -> usize + Send + Sync>) -> RString;
    let text = table.lookup::<Fill>("fill").unwrap().call(Callback::new(
        move |text: &mut RString, bytes: &[u8]| {
            text.push_str(std::str::from_utf8(bytes).unwrap());
            length += 1;
            length
        },
    ));
    assert_eq!(text, "ababab");
}

#[test]
fn closures_of_no_size_and_with_each_number_of_parameters_are_called() {
    let none = Callback::<dyn Fn() -> u8 + Send>::new(|| 1);
    let one = Callback::<dyn Fn(&str) -> String + Send + Sync>::new(|a| a.to_uppercase());
    let two = Callback::<dyn Fn(&mut u32, u32) + Send>::new(|a, b| *a += b);
    let three =
        Callback::<dyn Fn(u8, &u8, String) -> String + Send>::new(|a, b, c| format!("{a}{b}{c}"));
    let four = Callback::<dyn FnMut(u8, u16, &[u32], u64) -> u64 + Send>::new(|a, b, c, d| {
        u64::from(a) + u64::from(b) + u64::from(c[0]) + d
    });
    let mut sum = 1;
    two.call(&mut sum, 2);
    let mut four = four;
    assert_eq!((none.call(), one.call("a"), sum), (1, "A".to_owned(), 3));
    assert_eq!(
        (three.call(1, &2, "3".to_owned()), four.call(1, 2, &[3], 4)),
        ("123".to_owned(), 10)
    );
    // A function is a closure of no size, too.
    fn half(n: u64) -> u64 {
        n / 2
    }
    assert_eq!(Callback::<Step>::new(half).call(8), 4);
    assert_eq!(format!("{none:?}"), "Callback { .. }");
}

#[test]
fn a_lent_closure_uses_what_lives_as_long_as_the_call_on_its_own_thread() {
    let table = table();
    let counted = Rc::new(Cell::new(0));
    let step = {
        let counted = counted.clone();
        move |n: u64| {
            counted.set(counted.get() + 1);
            n + 1
        }
    };
    type Repeat = fn(CallbackRef<'static, dyn Fn(u64) -> u64>, u64) -> u64;
    let repeat = table.lookup::<Repeat>("repeat").unwrap();
    assert_eq!(repeat.call(CallbackRef::new(&step), 5), 5);
    assert_eq!((counted.get(), Rc::strong_count(&counted)), (5, 2));
}

#[test]
fn a_panic_goes_on_in_the_caller_or_is_contained() {
    let table = table();
    let fails = Callback::<Step>::new(|n| panic!("no {n}"));
    let panic = fails.try_call(3).unwrap_err();
    assert_eq!((panic.message(), panic.symbol()), ("no 3", None));
    assert!(panic.place().unwrap().0.ends_with("callback_types.rs"), "{panic}");
    assert_eq!(catch(|| fails.call(4)).unwrap_err().message(), "no 4");
    type Repeat = fn(CallbackRef<'static, dyn Fn(u64) -> u64>, u64) -> u64;
    let repeat = table.lookup::<Repeat>("repeat").unwrap();
    let panic = repeat.try_call(CallbackRef::new(&|n: u64| panic!("never {n}")), 1).unwrap_err();
    assert_eq!((panic.message(), panic.symbol()), ("never 0", Some("repeat")));
    let mut left = 1;
    let mut once = |_: u64| left = u64::checked_sub(left, 1).expect("only once");
    let mut once = CallbackMut::<dyn FnMut(u64)>::new(&mut once);
    assert!(once.try_call(0).is_ok());
    assert_eq!(once.try_call(0).unwrap_err().message(), "only once");
}

#[test]
fn what_a_closure_owns_is_dropped_once_wherever_the_callback_ends() {
    let table = table();
    let dropped = Arc::new(AtomicUsize::new(0));
    let mut expected = 0;
    let mut once_more = || {
        expected += 1;
        assert_eq!(dropped.load(Ordering::SeqCst), expected);
    };
    let make = || {
        let count = Count(dropped.clone());
        Callback::<Step>::new(move |n| {
            let _ = &count;
            n + 1
        })
    };
    drop(make());
    once_more();
    drop(make().into_box());
    once_more();
    drop(Callback::from(make().into_box()));
    once_more();
    for name in ["twice_boxed", "twice_direct"] {
        let twice = table.lookup::<fn(Callback<Step>, u64) -> u64>(name).unwrap();
        assert_eq!(twice.call(make(), 1), 3);
        once_more();
    }
    type Back = fn(Callback<Step>) -> Callback<Step>;
    let back = table.lookup::<Back>("to_and_fro").unwrap();
    let step = back.call(back.call(back.call(make())));
    assert_eq!(step.call(1), 2);
    std::thread::spawn(move || drop(step)).join().unwrap();
    once_more();
    let back = table.lookup::<fn(Box<Step>) -> Box<Step>>("to_and_fro").unwrap();
    assert_eq!(back.call(make().into_box())(1), 2);
    once_more();
    let count = Count(dropped.clone());
    let fails = Callback::<Step>::new(move |_| {
        let _ = &count;
        panic!("on the way")
    });
    let twice = table.lookup::<fn(Callback<Step>, u64) -> u64>("twice_direct").unwrap();
    assert!(twice.try_call(fails, 1).is_err());
    once_more();
}

#[test]
fn a_panic_in_the_drop_of_a_closure_ends_there() {
    struct Fragile;
    impl Drop for Fragile {
        fn drop(&mut self) {
            panic!("too fragile");
        }
    }
    let fragile = Fragile;
    let callback = Callback::<dyn Fn() -> u8 + Send>::new(move || {
        let _ = &fragile;
        3
    });
    assert_eq!(callback.call(), 3);
    drop(callback);
}

#[test]
fn a_boxed_closure_becomes_a_callback_and_a_callback_a_boxed_closure() {
    let by = 3;
    let boxed: Box<Step> = Box::new(move |n| n + by);
    let callback: Callback<Step> = boxed.into();
    assert_eq!(callback.call(1), 4);
    let boxed: Box<dyn FnMut(u64) -> u64 + Send + Sync> = Box::new(move |n| n * by);
    let mut callback = Callback::from(boxed);
    assert_eq!(callback.call(2), 6);
    assert_eq!(callback.into_box()(3), 9);
}

#[test]
fn threads_use_a_callback_as_its_type_says() {
    const fn send<T: Send>() {}
    const fn sync<T: Sync>() {}
    const { send::<Callback<Step>>() }
    const { send::<Callback<dyn FnMut(u64) + Send>>() }
    const { sync::<Callback<dyn Fn(u64) -> u64 + Send + Sync>>() }
    const { sync::<Callback<dyn FnMut(u64) + Send + Sync>>() }
    let add = Callback::<dyn Fn(u64) -> u64 + Send + Sync>::new(|n| n + 1);
    let sum: u64 = std::thread::scope(|scope| {
        let threads = [1, 2, 3].map(|n| {
            let add = &add;
            scope.spawn(move || add.call(n))
        });
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(sum, 9);
}
