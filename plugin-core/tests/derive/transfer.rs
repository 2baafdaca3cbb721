//! `derive(Transfer)`.

use std::fmt::Debug;

use plugin_core::abi::{TypeInfo, kind};
use plugin_core::{Portable, RString, RVec, Ref, Transfer};

use crate::{discriminants, places, round_trip, types};

#[derive(Transfer, Clone, Debug, PartialEq)]
struct Task {
    title: String,
    done: bool,
    subtasks: Vec<Self>,
    r#type: Option<u128>,
}

#[derive(Transfer, Clone, Debug, PartialEq)]
struct Wrapped(Box<str_like::Text>, u8);

mod str_like {
    use plugin_core::Transfer;

    /// Less visible than what holds it.
    #[derive(Transfer, Clone, Debug, PartialEq)]
    pub(super) struct Text(pub(super) String);
}

#[derive(Transfer, Clone, Copy, Debug, PartialEq)]
struct Nothing;

#[derive(Transfer, Clone, Copy, Debug, PartialEq)]
struct Parentheses();

#[derive(Transfer, Clone, Debug, PartialEq)]
enum Value {
    Nothing,
    Text(String),
    List(Vec<Value>),
    Entry { key: String, value: Box<Self> },
    Empty {},
}

#[derive(Transfer, Clone, Debug, PartialEq)]
enum ValueRef<'a> {
    Text(&'a str),
    Numbers { values: &'a [i64], unit: Option<&'a str> },
    Nested(Line<'a>),
    Forever(&'static str),
}

#[derive(Transfer, Clone, Debug, PartialEq)]
struct Line<'line> {
    text: &'line str,
    number: u32,
}

#[derive(Transfer, Debug)]
struct Edit<'a> {
    total: &'a mut u64,
}

#[derive(Transfer, Clone, Debug, PartialEq)]
struct Labelled<'a, T: Clone, const N: usize>
where
    T: Debug,
{
    label: &'a str,
    value: T,
    more: Vec<Option<T>>,
    bytes: [u8; N],
}

#[derive(Transfer, Debug, PartialEq)]
struct Held<T> {
    value: T,
}

#[derive(Transfer)]
struct Batch<'a, T: Portable, U>
where
    U: Portable,
{
    all: &'a [T],
    first: T,
    kept: RVec<U>,
    function: extern "C" fn(&U) -> u8,
}

#[derive(Transfer, Clone, Copy, Debug, PartialEq)]
enum Signal {
    Hangup = 1,
    Kill = Signal::KILL,
    Negative = -1,
}

impl Signal {
    const KILL: isize = 9;
}

#[derive(Transfer, Clone, Debug, PartialEq)]
#[repr(u16)]
enum Code {
    Known(String) = 1000,
    Other { value: u8 },
}

#[derive(Transfer, Clone, Copy, Debug, PartialEq)]
#[transfer(id = "com.example.Mode", crate = plugin_core)]
enum Mode {
    Fast,
    Slow,
}

/// One more than a byte can tell apart.
#[derive(Transfer, Clone, Copy, Debug, PartialEq)]
#[rustfmt::skip]
enum Many {
    V00, V01, V02, V03, V04, V05, V06, V07, V08, V09, V0a, V0b, V0c, V0d, V0e, V0f,
    V10, V11, V12, V13, V14, V15, V16, V17, V18, V19, V1a, V1b, V1c, V1d, V1e, V1f,
    V20, V21, V22, V23, V24, V25, V26, V27, V28, V29, V2a, V2b, V2c, V2d, V2e, V2f,
    V30, V31, V32, V33, V34, V35, V36, V37, V38, V39, V3a, V3b, V3c, V3d, V3e, V3f,
    V40, V41, V42, V43, V44, V45, V46, V47, V48, V49, V4a, V4b, V4c, V4d, V4e, V4f,
    V50, V51, V52, V53, V54, V55, V56, V57, V58, V59, V5a, V5b, V5c, V5d, V5e, V5f,
    V60, V61, V62, V63, V64, V65, V66, V67, V68, V69, V6a, V6b, V6c, V6d, V6e, V6f,
    V70, V71, V72, V73, V74, V75, V76, V77, V78, V79, V7a, V7b, V7c, V7d, V7e, V7f,
    V80, V81, V82, V83, V84, V85, V86, V87, V88, V89, V8a, V8b, V8c, V8d, V8e, V8f,
    V90, V91, V92, V93, V94, V95, V96, V97, V98, V99, V9a, V9b, V9c, V9d, V9e, V9f,
    Va0, Va1, Va2, Va3, Va4, Va5, Va6, Va7, Va8, Va9, Vaa, Vab, Vac, Vad, Vae, Vaf,
    Vb0, Vb1, Vb2, Vb3, Vb4, Vb5, Vb6, Vb7, Vb8, Vb9, Vba, Vbb, Vbc, Vbd, Vbe, Vbf,
    Vc0, Vc1, Vc2, Vc3, Vc4, Vc5, Vc6, Vc7, Vc8, Vc9, Vca, Vcb, Vcc, Vcd, Vce, Vcf,
    Vd0, Vd1, Vd2, Vd3, Vd4, Vd5, Vd6, Vd7, Vd8, Vd9, Vda, Vdb, Vdc, Vdd, Vde, Vdf,
    Ve0, Ve1, Ve2, Ve3, Ve4, Ve5, Ve6, Ve7, Ve8, Ve9, Vea, Veb, Vec, Ved, Vee, Vef,
    Vf0, Vf1, Vf2, Vf3, Vf4, Vf5, Vf6, Vf7, Vf8, Vf9, Vfa, Vfb, Vfc, Vfd, Vfe, Vff,
    Last,
}

fn task() -> Task {
    let subtask = Task { title: "sub".into(), done: true, subtasks: vec![], r#type: None };
    Task { title: "task".into(), done: false, subtasks: vec![subtask], r#type: Some(u128::MAX) }
}

#[test]
fn owned_records_cross_and_come_back() {
    assert_eq!(round_trip::<Task>(task()), task());
    let wrapped = Wrapped(Box::new(str_like::Text("text".into())), 1);
    assert_eq!(round_trip::<Wrapped>(wrapped.clone()), wrapped);
    let entry = Value::Entry { key: "k".into(), value: Box::new(Value::Text("v".into())) };
    for value in [Value::Nothing, Value::List(vec![entry.clone(), Value::Empty {}]), entry] {
        assert_eq!(round_trip::<Value>(value.clone()), value);
    }
}

#[test]
fn records_that_borrow_cross_for_the_length_of_the_call() {
    let text = String::from("text");
    let line = Line { text: &text, number: 7 };
    for value in [
        ValueRef::Text(&text),
        ValueRef::Numbers { values: &[1, 2], unit: Some(&text) },
        ValueRef::Nested(line),
        ValueRef::Forever("for ever"),
    ] {
        assert_eq!(round_trip::<ValueRef<'static>>(value.clone()), value);
    }
    let mut total = 1;
    *round_trip::<Edit<'static>>(Edit { total: &mut total }).total += 1;
    assert_eq!(total, 2);
}

#[test]
fn a_generic_record_crosses_with_what_crosses_for_its_arguments() {
    let label = String::from("label");
    let value =
        Labelled { label: &label, value: task(), more: vec![Some(task()), None], bytes: [1, 2] };
    assert_eq!(round_trip::<Labelled<'static, Task, 2>>(value.clone()), value);
    let info = <Labelled<'static, Task, 2> as Transfer>::TYPE;
    assert_eq!(info.arguments.len(), 2);
    assert_eq!(info.arguments.get(1).map(|n| (n.ty.is_none(), n.value)), Some((true, [2, 0])));

    let held = round_trip::<Held<Ref<str>>>(Held { value: label.as_str() });
    assert_eq!(held.value, "label");
}

#[test]
fn a_parameter_bound_to_be_portable_may_stand_behind_references_and_in_portable_containers() {
    extern "C" fn function(value: &u16) -> u8 {
        value.to_le_bytes()[0]
    }
    let batch = Batch { all: &[1_u32, 2], first: 3, kept: vec![4_u16].into(), function };
    let Batch { all, first, kept, function } = round_trip::<Batch<'static, u32, u16>>(batch);
    assert_eq!((all, first, kept.as_slice(), function(&5)), (&[1, 2][..], 3, &[4][..], 5));
}

#[test]
fn discriminants_are_the_authors() {
    for signal in [Signal::Hangup, Signal::Kill, Signal::Negative] {
        assert_eq!(round_trip::<Signal>(signal), signal);
    }
    let info = Signal::TYPE;
    assert_eq!(discriminants(info.variants), [("Hangup", 1), ("Kill", 9), ("Negative", -1)]);
    assert_eq!(integer(&info), "isize");
    for code in [Code::Known("known".into()), Code::Other { value: 1 }] {
        assert_eq!(round_trip::<Code>(code.clone()), code);
    }
    assert_eq!(discriminants(Code::TYPE.variants), [("Known", 1000), ("Other", 1001)]);
    assert_eq!(integer(&Code::TYPE), "u16");
}

#[test]
fn an_enum_of_more_variants_than_a_byte_tells_apart_takes_two() {
    assert_eq!(integer(&Value::TYPE), "u8");
    assert_eq!(integer(&Many::TYPE), "u16");
    assert_eq!(discriminants(Many::TYPE.variants)[256], ("Last", 256));
    assert_eq!(round_trip::<Many>(Many::Last), Many::Last);
}

fn integer(info: &TypeInfo) -> &'static str {
    info.element.expect("an enum has an integer")().name.as_str()
}

#[test]
fn the_description_is_that_of_what_crosses() {
    let info = Task::TYPE;
    assert_eq!((info.kind, info.name.as_str()), (kind::STRUCT, "Task"));
    assert_eq!((info.module.as_str(), info.package.as_str()), ("derive::transfer", "plugin-core"));
    assert_eq!(info.size, size_of::<<Task as Transfer>::Abi<'static>>());
    let word = size_of::<usize>();
    assert_eq!(places(info.fields)[..2], [("title", 0), ("done", 4 * word)]);
    let names = types(info.fields).iter().map(|ty| ty.name.as_str()).collect::<Vec<_>>();
    assert_eq!(names, ["RString", "bool", "RVec", "ROption"]);

    let info = <ValueRef<'static> as Transfer>::TYPE;
    let fields = info.variants.iter().map(|variant| places(variant.fields)).collect::<Vec<_>>();
    assert_eq!(fields[..2], [vec![("0", word)], vec![("values", word), ("unit", 3 * word)]]);
    const { assert!(!Task::IDENTITY && !Mode::IDENTITY) };
}

#[test]
fn an_id_stands_for_the_place_of_the_definition() {
    assert_eq!(Mode::TYPE.name.as_str(), "com.example.Mode");
    assert_eq!((Mode::TYPE.module.as_str(), Mode::TYPE.package.as_str()), ("", ""));
    assert_eq!(round_trip::<Mode>(Mode::Slow), Mode::Slow);
}

#[test]
fn a_struct_without_fields_crosses_as_a_unit() {
    assert_eq!(round_trip::<Nothing>(Nothing), Nothing);
    assert_eq!(round_trip::<Parentheses>(Parentheses()), Parentheses());
    assert_eq!(size_of::<<Nothing as Transfer>::Abi<'static>>(), 1);
    assert_eq!((Nothing::TYPE.kind, Nothing::TYPE.size), (kind::STRUCT, 1));
}

#[test]
fn both_spellings_of_one_field_have_one_description() {
    #[derive(Transfer)]
    #[transfer(id = "com.example.Name")]
    struct Converted {
        pub text: String,
    }
    #[derive(Transfer)]
    #[transfer(id = "com.example.Name")]
    struct AsItCrosses {
        pub text: RString,
    }
    let value = <Converted as Transfer>::into_abi(Converted { text: "text".into() });
    assert_eq!(Converted::from_abi(value).text, "text");
    let value = AsItCrosses { text: "text".into() };
    assert_eq!(round_trip::<AsItCrosses>(value).text, "text");
    let [a, b] = [Converted::TYPE, AsItCrosses::TYPE].map(|info| types(info.fields)[0].name);
    assert_eq!(a.as_str(), b.as_str());
}
