//! A plugin in the test's own binary: what the macros register is found, checked and called.
#![allow(
    missing_docs,
    clippy::all,
    clippy::pedantic,
    reason = "exports in every shape, called by these tests alone"
)]

use std::collections::{BTreeMap, HashMap};
use std::num::NonZeroU8;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use plugin_core::{
    Error, ExportKind, LookupError, Mut, RSlice, RStr, RString, RVec, Raw, Ref, Symbol,
    SymbolTable, SymbolType, export,
};

plugin_core::plugin!();

/// A number.
#[export]
pub static V: AtomicI64 = AtomicI64::new(3);

/// Greets.
#[export(meta("menu" = "Edit", "key" = "g"))]
pub fn greet(name: &str) -> String {
    format!("Hello, {name}!")
}

#[export(name = "renamed")]
pub fn original(a: u8) -> u8 {
    a
}

#[export]
pub fn forever(_: &str) -> Option<RStr<'static>> {
    Some(RStr::from_str("static"))
}

macro_rules! answer {
    ($name:ident) => {
        #[export]
        pub fn $name() -> u32 {
            line!()
        }
    };
}
answer!(answered_here);

#[export]
pub fn r#type() -> bool {
    true
}

#[export]
pub fn yes() -> bool {
    true
}

#[export(as = fn(&mut RString) -> Result<(), Error>)]
pub fn command(text: &mut RString) -> Result<(), Error> {
    if text.is_empty() {
        return Err(Error::msg("nothing there"));
    }
    text.push('!');
    Ok(())
}

#[export]
pub fn first<'x>(a: &'x str, _: u8) -> &'x str {
    a.split(' ').next().unwrap_or(a)
}

#[export]
pub fn longest(names: &[u32]) -> Option<&u32> {
    names.iter().max()
}

#[export]
pub fn nested(
    a: Option<&str>,
    b: Vec<String>,
    c: HashMap<String, Vec<u8>>,
) -> Vec<(String, usize)> {
    let mut lengths: Vec<_> = c.into_iter().map(|(key, value)| (key, value.len())).collect();
    lengths.sort();
    lengths.extend(a.map(|a| (a.to_owned(), a.len())));
    lengths.extend(b.into_iter().map(|b| {
        let len = b.len();
        (b, len)
    }));
    lengths
}

#[export]
pub fn wide(
    a: u128,
    b: i128,
    c: (),
    d: [u16; 3],
    e: Duration,
    f: PathBuf,
) -> (u128, i128, [u16; 3], Duration) {
    assert_eq!(f, PathBuf::from("/tmp"));
    let () = c;
    (a + 1, b - 1, [d[2], d[1], d[0]], e * 2)
}

#[export]
pub fn twelve(
    a: u8,
    b: u8,
    c: u8,
    d: u8,
    e: u8,
    f: u8,
    g: u8,
    h: u8,
    i: u8,
    j: u8,
    k: u8,
    l: &str,
) -> usize {
    [a, b, c, d, e, f, g, h, i, j, k].into_iter().map(usize::from).sum::<usize>() + l.len()
}

/// # Safety
///
/// None needed.
#[export]
pub unsafe fn risky(a: u8) -> u8 {
    a + 1
}

#[export]
pub extern "C" fn raw(a: u64, b: u64) -> u64 {
    a + b
}

#[export]
pub extern "C" fn raw_borrows(a: RStr<'_>, b: &u8, c: RSlice<'_, u8>) -> usize {
    a.len() + usize::from(*b) + c.len()
}

#[export]
pub extern "C" fn raw_first(a: &u8, _: RStr<'_>) -> u8 {
    *a
}

#[export]
pub fn apply(f: extern "C" fn(u32) -> u32, x: Box<u32>) -> Option<NonZeroU8> {
    NonZeroU8::new(u8::try_from(f(*x)).unwrap())
}

#[export]
pub fn sort(values: &mut [u32], counts: &mut RVec<u32>) -> BTreeMap<u32, String> {
    values.sort_unstable();
    counts.push(u32::try_from(values.len()).unwrap());
    values.iter().map(|value| (*value, value.to_string())).collect()
}

#[export]
pub fn fails(what: &str) {
    match what {
        "text" => panic!("text {}", 1),
        "str" => panic!("str"),
        "any" => std::panic::panic_any(7_u8),
        _ => {
            struct Bomb;
            impl Drop for Bomb {
                fn drop(&mut self) {
                    panic!("dropped");
                }
            }
            std::panic::panic_any(Bomb)
        }
    }
}

mod deep {
    mod deeper {
        #[plugin_core::export]
        fn private() -> char {
            'p'
        }
    }
}

fn table() -> SymbolTable {
    let info = plugin_core::abi::HostInfo::new();
    let root = (PLUGIN.prefix().root)(Some(&info));
    assert!(!root.is_null());
    // SAFETY: this binary's own root.
    let root = unsafe { &*root };
    assert_eq!(root.problem.as_str(), "");
    // SAFETY: made by the macros, in this binary.
    unsafe { SymbolTable::new("this", root.symbols) }.unwrap()
}

fn find<S: SymbolType + ?Sized>(name: &str) -> Symbol<S>
where
    S::Target: Sync,
{
    table().lookup::<S>(name).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_variable_is_shared() {
    let v = find::<AtomicI64>("V");
    v.store(7, Ordering::Relaxed);
    assert_eq!(V.load(Ordering::Relaxed), 7);
    assert!(std::ptr::eq(v.get(), &raw const V));
}

#[test]
fn functions_are_called_by_their_natural_type() {
    assert_eq!(find::<fn(&str) -> String>("greet").call("you"), "Hello, you!");
    assert_eq!(find::<fn(&str) -> RString>("greet").call("you"), "Hello, you!");
    assert_eq!(find::<fn(u8) -> u8>("renamed").call(4), 4);
    assert!(find::<fn() -> bool>("type").call());
    assert_eq!(find::<fn() -> char>("private").call(), 'p');
    assert_eq!(find::<fn(&str, u8) -> &str>("first").call("a b", 0), "a");
    let mut text = RString::from("a");
    let command = find::<fn(&mut RString) -> Result<(), Error>>("command");
    command.call(&mut text).unwrap();
    assert_eq!(text, "a!");
    assert_eq!(command.call(&mut RString::new()).unwrap_err().to_string(), "nothing there");
    let longest = find::<fn(Ref<[u32]>) -> Option<Ref<u32>>>("longest");
    assert_eq!(longest.call(&[1, 3, 2]), Some(&3));
}

#[test]
fn what_was_verified_last_says_nothing_of_another_type() {
    let table = table();
    let is_bool = |name| match table.lookup::<fn() -> bool>(name) {
        Ok(_) => true,
        Err(LookupError::TypeMismatch(_)) => false,
        Err(error) => panic!("{error}"),
    };
    // The second is of the type that the first was found to be, which the one between them is not.
    assert_eq!(["type", "private", "yes", "type"].map(is_bool), [true, false, true, true]);
    assert!(table.lookup::<fn() -> char>("private").is_ok());
    assert_eq!(["private", "yes"].map(is_bool), [false, true]);
    assert!(table.lookup::<extern "C" fn() -> bool>("yes").is_err(), "another kind");
}

#[test]
fn nested_types_cross_both_ways() {
    type Nested =
        fn(Option<Ref<str>>, Vec<String>, HashMap<String, Vec<u8>>) -> Vec<(String, usize)>;
    let map = HashMap::from([("m".to_owned(), vec![0; 9])]);
    assert_eq!(
        find::<Nested>("nested").call(Some("abc"), vec!["de".into()], map),
        [("m".into(), 9), ("abc".into(), 3), ("de".into(), 2)]
    );
    type Wide = fn(u128, i128, (), [u16; 3], Duration, PathBuf) -> (u128, i128, [u16; 3], Duration);
    let second = Duration::from_secs(1);
    assert_eq!(
        find::<Wide>("wide").call(
            u128::MAX - 1,
            i128::MIN + 1,
            (),
            [1, 2, 3],
            second,
            "/tmp".into()
        ),
        (u128::MAX, i128::MIN, [3, 2, 1], second * 2)
    );
    let mut counts = RVec::new();
    let map = find::<fn(&mut [u32], &mut RVec<u32>) -> BTreeMap<u32, String>>("sort")
        .call(&mut [2, 1], &mut counts);
    assert_eq!((map[&1].as_str(), counts.as_slice()), ("1", &[2][..]));
    extern "C" fn double(x: u32) -> u32 {
        x * 2
    }
    type Apply = fn(extern "C" fn(u32) -> u32, Box<u32>) -> Option<NonZeroU8>;
    assert_eq!(find::<Apply>("apply").call(double, Box::new(3)), NonZeroU8::new(6));
}

#[test]
fn twelve_parameters_and_unsafe_functions_are_called() {
    type Twelve = fn(u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, Ref<str>) -> usize;
    assert_eq!(find::<Twelve>("twelve").call(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, "abc"), 14);
    let risky = find::<unsafe fn(u8) -> u8>("risky");
    // SAFETY: it needs nothing.
    assert_eq!(unsafe { risky.call(1) }, 2);
}

#[test]
fn raw_functions_are_function_pointers() {
    let raw = find::<extern "C" fn(u64, u64) -> u64>("raw");
    assert_eq!(raw(1, 2), 3);
    let pointer: extern "C" fn(u64, u64) -> u64 = *raw;
    assert_eq!(pointer(1, 2), 3);
    assert_eq!(find::<extern "C" fn(&u8, RStr<'_>) -> u8>("raw_first")(&9, "x".into()), 9);
    type Borrows = Raw<(RStr<'static>, Ref<u8>, RSlice<'static, u8>), usize>;
    let text = String::from("ab");
    assert_eq!(
        find::<Borrows>("raw_borrows").call(text.as_str().into(), &1, [0_u8; 3][..].into()),
        6
    );
}

#[test]
fn panics_are_contained_whatever_they_carry() {
    let fails = find::<fn(&str)>("fails");
    let message = |what| {
        let panic = fails.try_call(what).unwrap_err();
        assert_eq!(panic.place().unwrap().0, file!());
        assert_eq!(panic.symbol(), Some("fails"));
        panic.message().to_owned()
    };
    assert_eq!(message("text"), "text 1");
    assert_eq!(message("str"), "str");
    assert_eq!(message("any"), "a panic with a payload that is not text");
    assert_eq!(message("bomb"), "a panic with a payload that is not text");
    let raised = std::panic::catch_unwind(|| fails.call("text")).unwrap_err();
    let text = raised.downcast_ref::<String>().unwrap();
    assert!(text.starts_with("`fails` of plugin package `plugin-core` panicked at "), "{text}");
}

#[test]
fn a_wrong_type_is_refused_with_the_difference() {
    let table = table();
    let refuse = |error: LookupError| error.to_string();
    assert_eq!(
        refuse(table.lookup::<fn(&str) -> u32>("greet").unwrap_err()),
        "`greet` of `this` has another type: expected function `fn(&str) -> u32`, found function \
         `fn(&str) -> String` (result: expected `u32`, found `String`)"
    );
    assert_eq!(
        refuse(table.lookup::<AtomicI64>("greet").unwrap_err()),
        "`greet` of `this` has another type: expected variable `AtomicI64`, found function \
         `fn(&str) -> String`"
    );
    assert_eq!(
        refuse(table.lookup::<fn(&str) -> String>("gret").unwrap_err()),
        "`this` exports no `gret`: did you mean `greet`?"
    );
    assert!(table.lookup::<fn(Mut<RString>)>("command").is_err());
    assert!(table.lookup::<fn(&RString) -> Result<(), Error>>("command").is_err());
    assert!(table.lookup::<fn(u8) -> u8>("risky").is_err());
    assert!(table.lookup::<fn(u64, u64) -> u64>("raw").is_err());
    assert!(table.lookup::<fn(&'static str) -> String>("greet").is_err());
}

#[test]
fn what_is_returned_may_live_longer_than_what_is_asked_for() {
    let forever = table().lookup::<fn(&str) -> Option<RStr<'static>>>("forever").unwrap();
    assert_eq!(forever.call("").map(|text| text.as_str()), Some("static"));
}

#[test]
fn what_a_macro_exports_stands_where_the_macro_is_used() {
    let table = table();
    let answered = table.exports().find(|export| export.name() == "answered_here").unwrap();
    let line = table.lookup::<fn() -> u32>("answered_here").unwrap().call();
    assert_eq!(answered.place(), ("tests/table.rs", line));
}

#[test]
fn exports_are_listed_with_all_that_is_known() {
    let table = table();
    let greet = table.exports().find(|export| export.name() == "greet").unwrap();
    assert_eq!(greet.kind(), ExportKind::Function);
    assert_eq!(greet.signature(), "fn(&str) -> String");
    assert_eq!(greet.declaration(), "pub fn greet(name: &str) -> String");
    assert_eq!(greet.docs(), "Greets.");
    assert_eq!(greet.meta().collect::<Vec<_>>(), [("menu", "Edit"), ("key", "g")]);
    assert_eq!(greet.place().0, "tests/table.rs");
    assert_eq!(greet.package(), "plugin-core");
    let of: Vec<_> = table.exports_of::<fn(&str) -> String>().map(|(e, _)| e.name()).collect();
    assert_eq!(of, ["greet"]);
    let names: Vec<_> = table.exports().map(|export| export.name()).collect();
    assert!(names.is_sorted());
}
