//! Every type that crosses, sent to the fixture `everything` and back.
//!
//! Apart from the tests because other builds of the same code run it too: `probe`.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::num::{NonZeroU8, NonZeroU64};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use plugin_core::{
    Error, Mut, RArc, RBox, RDuration, RHashMap, RMutex, ROption, RResult, RStr, RString, RVec,
    Ref, Transfer,
};
use plugin_host::Plugin;
use shared::{
    Aligned, Empty, Level, Meters, Node, Pair, Person, Record, Shape, Shown, Slot, Value, ValueRef,
};

/// Sends a value there and back, by value.
fn echo<T>(plugin: Plugin, name: &str, value: T)
where
    T: for<'a> Transfer<Rust<'a> = T> + Clone + PartialEq + Debug,
{
    let symbol = plugin.lookup::<fn(T) -> T>(name).unwrap_or_else(|error| panic!("{error}"));
    let sent = value.clone();
    assert_eq!(symbol.call(value), sent, "{name}");
}

/// Sends every type to the fixture `everything` and back, and borrows every kind of reference to it.
///
/// # Panics
///
/// If one does not arrive as sent.
pub fn check(plugin: Plugin) {
    echo(plugin, "echo_u8", u8::MAX);
    echo(plugin, "echo_u16", u16::MAX);
    echo(plugin, "echo_u32", u32::MAX);
    echo(plugin, "echo_u64", u64::MAX);
    echo(plugin, "echo_usize", usize::MAX);
    echo(plugin, "echo_u128", u128::MAX - 5);
    echo(plugin, "echo_i8", i8::MIN);
    echo(plugin, "echo_i16", i16::MIN);
    echo(plugin, "echo_i32", i32::MIN);
    echo(plugin, "echo_i64", i64::MIN);
    echo(plugin, "echo_isize", isize::MIN);
    echo(plugin, "echo_i128", i128::MIN + 5);
    echo(plugin, "echo_f32", f32::MIN_POSITIVE);
    echo(plugin, "echo_f64", f64::MAX);
    echo(plugin, "echo_bool", true);
    echo(plugin, "echo_char", '\u{10ffff}');
    echo(plugin, "echo_unit", ());
    echo(plugin, "echo_non_zero", NonZeroU8::MAX);
    echo(plugin, "echo_optional_non_zero", NonZeroU64::new(9));
    echo(plugin, "echo_optional_non_zero", None::<NonZeroU64>);
    echo(plugin, "echo_array", [1_u16, 2, 3, 4, 5]);
    echo(plugin, "echo_nested_array", [[1_u8, 2, 3], [4, 5, 6]]);
    echo(plugin, "echo_wide_array", [u64::MAX; 9]);
    echo(plugin, "echo_string", "héllo".to_owned());
    echo(plugin, "echo_string", String::new());
    echo(plugin, "echo_vec", vec![1_u8; 1000]);
    echo(plugin, "echo_strings", vec!["a".to_owned(), String::new(), "c".repeat(100)]);
    echo(plugin, "echo_nested", vec![None, Some(vec!["x".to_owned()]), Some(vec![])]);
    echo(plugin, "echo_option", Some("x".to_owned()));
    echo(plugin, "echo_option", None::<String>);
    echo(plugin, "echo_result", Ok::<String, u32>("x".to_owned()));
    echo(plugin, "echo_result", Err::<String, u32>(7));
    echo(plugin, "echo_error", Err::<(), Error>(Error::msg("inner").context("outer")));
    echo(plugin, "echo_box", Box::new(u64::MAX));
    echo(plugin, "echo_boxed_string", Box::new("x".to_owned()));
    echo(plugin, "echo_duration", Duration::new(u64::MAX, 999_999_999));
    echo(plugin, "echo_path", PathBuf::from("/a/ü/b"));
    echo(plugin, "echo_hash_map", HashMap::from([("a".to_owned(), 1_u32), ("b".to_owned(), 2)]));
    echo(plugin, "echo_tree_map", BTreeMap::from([(1_u32, vec!["x".to_owned()]), (2, vec![])]));
    echo(plugin, "echo_pair", ("x".to_owned(), 1_u8));
    echo(plugin, "echo_six", (1_u8, 2_u16, 3_u32, 4_u64, "x".to_owned(), (true, 'y')));
    echo(plugin, "echo_rstring", RString::from("x"));
    echo(plugin, "echo_rvec", RVec::from(vec![RString::from("x")]));
    echo(plugin, "echo_roption", ROption::RSome(RString::from("x")));
    echo(plugin, "echo_rresult", RResult::<u8, RString>::RErr("x".into()));
    echo(plugin, "echo_rbox", RBox::new(record()));
    echo(plugin, "echo_rarc", RArc::new(record()));
    echo(plugin, "echo_rduration", RDuration::from(Duration::from_millis(1)));
    echo(plugin, "echo_record", record());
    echo(plugin, "echo_tuple_struct", Pair(1.5, -2.5));
    echo(plugin, "echo_aligned", Aligned { value: 9 });
    echo(plugin, "echo_empty", Empty);
    echo(plugin, "echo_empties", (Empty, 3_u8));
    echo(plugin, "echo_meters", Meters(1.25));
    for level in [Level::Low, Level::Middle, Level::High] {
        echo(plugin, "echo_level", level);
    }
    for shape in [Shape::Point, Shape::Circle(2.0), Shape::Label { text: "x".into(), size: 3 }] {
        echo(plugin, "echo_shape", shape);
    }
    let slot = Slot { items: [1_u16, 2, 3], unit: std::marker::PhantomData };
    echo(plugin, "echo_slot", slot);
    let node = Node { number: 1, next: ROption::RNone };
    echo(plugin, "echo_node", Node { number: 2, next: ROption::RSome(RBox::new(node)) });
    echo(plugin, "echo_person", person());
    for value in [
        Value::Null,
        Value::Number(0.5),
        Value::Text("x".into()),
        Value::List { items: vec!["a".into(), "b".into()] },
    ] {
        echo(plugin, "echo_value", value);
    }
    echo(plugin, "echo_records", vec![record(), record()]);

    let map = RHashMap::from_iter([(RString::from("a"), 1_u32)]);
    let map = plugin
        .lookup::<fn(RHashMap<RString, u32>) -> RHashMap<RString, u32>>("echo_rmap")
        .unwrap()
        .call(map);
    assert_eq!(map.get(&"a".into()), Some(&1));

    extern "C" fn triple(n: u32) -> u32 {
        n * 3
    }
    type Callback = extern "C" fn(u32) -> u32;
    let back = plugin.lookup::<fn(Callback) -> Callback>("echo_callback").unwrap().call(triple);
    assert_eq!(back(2), 6);
    let call_back = plugin.lookup::<fn(Callback, u32) -> u32>("call_back").unwrap();
    assert_eq!(call_back.call(triple, 5), 15);
    borrow_everything(plugin);
    objects_and_callbacks(plugin);
}

/// An object in each way of passing one, and closures in both directions.
fn objects_and_callbacks(plugin: Plugin) {
    type Closure = Box<dyn Fn(u32) -> u32 + Send + Sync>;
    type Echo = fn(
        Box<dyn Shown>,
        Arc<dyn Shown>,
        Ref<dyn Shown>,
        Mut<dyn FnMut(&str, String) -> u32>,
    ) -> (Box<dyn Shown>, Closure);
    let echo = plugin.lookup::<Echo>("echo_object").unwrap();
    let mut said = String::new();
    let small = Record { name: "x".into(), ..Record::default() };
    let (object, add) =
        echo.call(Box::new(record()), Arc::new(small.clone()), &small, &mut |first, second| {
            said = format!("{first}, {second}");
            40
        });
    assert_eq!(said, format!("1 record, {small:?} 2 x"));
    assert_eq!((object.text("3 "), add(2)), ("3 record".to_owned(), 42));
}

/// Every kind of reference.
fn borrow_everything(plugin: Plugin) {
    let mut n = 1_u64;
    plugin.lookup::<fn(&mut u64, &u64)>("increment").unwrap().call(&mut n, &4);
    assert_eq!(n, 5);
    assert_eq!(plugin.lookup::<fn(&[u32]) -> u64>("sum").unwrap().call(&[1, 2, 3]), 6);
    let mut values = [1, 2];
    plugin.lookup::<fn(&mut [u32])>("double").unwrap().call(&mut values);
    assert_eq!(values, [2, 4]);
    let text = String::from("two words");
    let first = plugin.lookup::<fn(&str) -> &str>("first_word").unwrap().call(&text);
    assert_eq!(first, "two");
    let optional = plugin.lookup::<fn(Option<Ref<str>>) -> Option<usize>>("optional_len").unwrap();
    assert_eq!((optional.call(Some(&text)), optional.call(None)), (Some(9), None));
    let describe = plugin.lookup::<fn(ValueRef<'static>) -> String>("describe").unwrap();
    assert_eq!(describe.call(ValueRef::Text(&text)), "text two words");
    let echo =
        plugin.lookup::<fn(ValueRef<'static>) -> ValueRef<'static>>("echo_value_ref").unwrap();
    assert_eq!(echo.call(ValueRef::Text(&text)), ValueRef::Text("two words"));
    let mut record = record();
    plugin.lookup::<fn(&mut Record, &str)>("append").unwrap().call(&mut record, "more");
    assert_eq!((record.value, record.items.len()), (8, 3));
    let name = plugin.lookup::<fn(&Record) -> &str>("name_of").unwrap();
    assert_eq!(name.call(&record), "recordmore");
    assert_eq!(plugin.lookup::<fn() -> &'static str>("motto").unwrap().call(), "first, do no harm");
    let raw_len = plugin.lookup::<extern "C" fn(RStr<'_>) -> usize>("raw_len").unwrap();
    assert_eq!(raw_len(text.as_str().into()), 9);
    let locked = plugin.lookup::<RMutex<u64>>("LOCKED").unwrap();
    *locked.lock() += 1;
    assert_eq!(*locked.lock(), 1);
    type Twelve = fn(u8, u16, u32, u64, i8, i16, i32, i64, f32, f64, bool, Ref<str>) -> String;
    let twelve = plugin.lookup::<Twelve>("twelve").unwrap();
    assert_eq!(
        twelve.call(1, 2, 3, 4, -5, -6, -7, -8, 9.5, 10.5, true, "twelve"),
        "1 2 3 4 -5 -6 -7 -8 9.5 10.5 true twelve"
    );
}

/// A record that owns memory.
pub fn record() -> Record {
    Record {
        tag: 1,
        value: 7,
        name: "record".into(),
        items: vec![RString::from("a"), RString::from("b")].into(),
    }
}

/// A person that owns memory.
pub fn person() -> Person {
    Person {
        name: "somebody".into(),
        age: Some(30),
        addresses: BTreeMap::from([("mail".to_owned(), vec!["a@b".to_owned()])]),
    }
}
