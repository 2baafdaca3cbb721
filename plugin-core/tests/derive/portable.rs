//! `derive(Portable)`.

use std::marker::PhantomData;
use std::mem::offset_of;

use plugin_core::abi::{TypeInfo, kind, type_flags};
use plugin_core::layout::compare;
use plugin_core::{Portable, RArc, RBox, ROption, RString, RVec, RawArgument, Transfer};

use crate::{discriminants, places, round_trip, types};

#[derive(Portable, Clone, Debug, PartialEq)]
#[repr(C)]
struct Person {
    age: u8,
    name: RString,
    r#type: u16,
}

#[derive(Portable, Clone, Copy, Debug, PartialEq)]
#[repr(C, align(16))]
struct Pair(u8, u32);

#[derive(Portable, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Nothing;

#[derive(Portable, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Braces {}

#[derive(Portable, Clone, Copy, Debug, PartialEq)]
#[repr(transparent)]
struct Uuid([u8; 16]);

#[derive(Portable, Clone, Copy, Debug, PartialEq)]
#[repr(transparent)]
struct Meters<Tag>(PhantomData<Tag>, f64);

#[derive(Portable, Clone, Copy, Debug, PartialEq)]
#[repr(i16)]
enum Level {
    Low = -3,
    Middle,
    High = Level::HIGHEST,
}

impl Level {
    const HIGHEST: i16 = 300;
}

const FOUR: u8 = 4;

#[derive(Portable, Clone, Debug, PartialEq)]
#[repr(u8)]
enum Shape<T> {
    Circle(u8, T) = 2,
    Rectangle { width: u16, height: T } = 40 + FOUR,
    Empty,
}

#[derive(Portable, Clone, Debug, PartialEq)]
#[repr(C, u8)]
enum Tagged {
    Byte(u8),
    Both { byte: u8, text: RString },
    Nothing(),
}

#[derive(Portable, Clone, Debug, PartialEq)]
#[repr(u32, align(16))]
enum Only {
    One(RVec<u8>),
}

#[derive(Portable, Clone, Debug, PartialEq)]
#[repr(C)]
struct Grid<T: Copy, const N: usize, const KEY: char, const FLAG: bool, U = u8>
where
    U: Portable,
{
    cells: [T; N],
    extra: U,
}

#[derive(Portable)]
#[repr(C)]
struct Node {
    value: u64,
    next: ROption<RBox<Node>>,
    other: ROption<RArc<Self>>,
}

#[derive(Portable)]
#[repr(u8)]
enum Tree<T> {
    Leaf(T),
    Branch(RVec<Self>),
}

#[derive(Portable, Clone, Copy)]
#[portable(id = "com.example.Point")]
#[repr(C)]
struct Point<T> {
    pub x: T,
    pub y: T,
}

#[derive(Portable, Clone, Copy, Debug, PartialEq)]
#[portable(crate = plugin_core)]
#[repr(C)]
struct ByAnotherPath {
    value: char,
}

fn described<T: Portable>() -> &'static TypeInfo {
    const { &T::TYPE }
}

#[test]
fn a_struct_is_described_field_by_field() {
    let info = described::<Person>();
    assert_eq!((info.kind, info.flags), (kind::STRUCT, type_flags::NEEDS_DROP));
    assert_eq!((info.size, info.align), (size_of::<Person>(), align_of::<Person>()));
    let offsets =
        [("age", 0), ("name", offset_of!(Person, name)), ("type", offset_of!(Person, r#type))];
    assert_eq!(places(info.fields), offsets);
    let names = types(info.fields).iter().map(|ty| ty.name.as_str()).collect::<Vec<_>>();
    assert_eq!(names, ["u8", "RString", "u16"]);
    assert!(info.arguments.is_empty() && info.variants.is_empty() && info.element.is_none());
}

#[test]
fn a_type_says_where_it_is_defined() {
    let info = described::<Person>();
    assert_eq!(info.name.as_str(), "Person");
    assert_eq!(info.module.as_str(), "derive::portable");
    assert_eq!(info.package.as_str(), "plugin-core");
    assert_eq!(info.version.as_str(), "0.1");
}

#[test]
fn an_id_stands_for_the_place_of_the_definition() {
    let info = described::<Point<f64>>();
    assert_eq!(info.name.as_str(), "com.example.Point");
    assert_eq!((info.module.as_str(), info.package.as_str(), info.version.as_str()), ("", "", ""));
    assert_eq!(info.arguments.len(), 1);
}

#[test]
fn a_tuple_struct_names_its_fields_by_position_and_keeps_its_alignment() {
    assert_eq!(places(described::<Pair>().fields), [("0", 0), ("1", 4)]);
    assert_eq!((described::<Pair>().size, described::<Pair>().align), (16, 16));
}

#[test]
fn a_transparent_type_is_the_whole_of_its_field() {
    assert_eq!(described::<Uuid>().kind, kind::TRANSPARENT);
    assert_eq!(types(described::<Uuid>().fields)[0].kind, kind::ARRAY);
    assert_eq!(places(described::<Meters<u8>>().fields), [("0", 0), ("1", 0)]);
}

#[test]
fn an_enum_without_fields_is_described_by_its_discriminants() {
    let info = described::<Level>();
    assert_eq!(info.kind, kind::ENUM);
    assert_eq!(discriminants(info.variants), [("Low", -3), ("Middle", -2), ("High", 300)]);
    assert_eq!(info.element.expect("an enum has an integer")().name.as_str(), "i16");
}

#[test]
fn an_enum_with_fields_has_offsets_from_its_own_start() {
    let info = described::<Shape<u32>>();
    assert_eq!(discriminants(info.variants), [("Circle", 2), ("Rectangle", 44), ("Empty", 45)]);
    let fields = info.variants.iter().map(|variant| places(variant.fields)).collect::<Vec<_>>();
    assert_eq!(fields, [vec![("0", 1), ("1", 4)], vec![("width", 2), ("height", 4)], vec![]]);
    assert_eq!((info.size, info.align), (8, 4));
}

#[test]
fn with_repr_c_the_variants_stand_after_the_discriminant() {
    let fields = described::<Tagged>().variants.iter().map(|variant| places(variant.fields));
    let start = align_of::<usize>();
    let both = vec![("byte", start), ("text", 2 * start)];
    assert_eq!(fields.collect::<Vec<_>>(), [vec![("0", start)], both, vec![]]);
}

#[test]
fn generic_arguments_are_described_in_order() {
    let info = described::<Grid<u16, 3, 'x', true>>();
    let arguments = info.arguments.iter().map(|argument| match argument.ty {
        Some(ty) => ty().name.as_str().to_owned(),
        None => argument.value[0].to_string(),
    });
    assert_eq!(arguments.collect::<Vec<_>>(), ["u16", "3", "120", "1", "u8"]);
    assert_eq!(places(info.fields), [("cells", 0), ("extra", 6)]);
    assert_eq!(
        described::<Grid<u16, 4, 'x', true>>().arguments.get(1).map(|n| n.value),
        Some([4, 0])
    );
}

#[test]
fn a_recursive_type_leads_back_to_itself() {
    let next = types(described::<Node>().fields)[1];
    let argument = |info: &TypeInfo| info.arguments.get(0).and_then(|argument| argument.ty);
    let boxed = argument(next).expect("an option of")();
    let node = argument(boxed).expect("a box of")();
    assert_eq!(node.name.as_str(), "Node");
    let tree = Tree::Branch(vec![Tree::Leaf(1_u8)].into());
    assert!(matches!(round_trip::<Tree<u8>>(tree), Tree::Branch(leaves) if leaves.len() == 1));
}

#[test]
fn every_shape_crosses_as_itself() {
    let person = Person { age: 40, name: "Ada".into(), r#type: 7 };
    assert_eq!(round_trip::<Person>(person.clone()), person);
    assert_eq!(round_trip::<Pair>(Pair(1, 2)), Pair(1, 2));
    assert_eq!(round_trip::<Uuid>(Uuid([9; 16])), Uuid([9; 16]));
    assert_eq!(round_trip::<Meters<u8>>(Meters(PhantomData, 1.5)), Meters(PhantomData, 1.5));
    for level in [Level::Low, Level::Middle, Level::High] {
        assert_eq!(round_trip::<Level>(level), level);
    }
    for shape in [Shape::Circle(1, 2_u32), Shape::Rectangle { width: 3, height: 4 }, Shape::Empty] {
        assert_eq!(round_trip::<Shape<u32>>(shape.clone()), shape);
    }
    let both = Tagged::Both { byte: 1, text: "text".into() };
    for tagged in [Tagged::Byte(1), both, Tagged::Nothing()] {
        assert_eq!(round_trip::<Tagged>(tagged.clone()), tagged);
    }
    let only = Only::One(vec![1, 2].into());
    assert_eq!(round_trip::<Only>(only.clone()), only);
    let grid = Grid::<_, 2, 'x', false> { cells: [1.0, 2.0], extra: 3 };
    assert_eq!(round_trip::<Grid<f64, 2, 'x', false>>(grid.clone()), grid);
    assert_eq!(round_trip::<Vec<Uuid>>(vec![Uuid([1; 16])]), [Uuid([1; 16])]);
    assert_eq!(round_trip::<ByAnotherPath>(ByAnotherPath { value: 'x' }).value, 'x');
}

#[test]
fn a_struct_without_fields_crosses_as_a_unit() {
    assert_eq!(round_trip::<Nothing>(Nothing), Nothing);
    assert_eq!(round_trip::<Braces>(Braces {}), Braces {});
    assert_eq!(size_of::<<Nothing as Transfer>::Abi<'static>>(), 1);
    const { assert!(!Nothing::IDENTITY && Pair::IDENTITY && Uuid::IDENTITY) };
}

#[test]
fn a_container_of_structs_without_fields_is_not_one_of_units() {
    let as_units = <Vec<Nothing> as Transfer>::TYPE;
    let as_they_are = <RVec<Nothing> as Transfer>::TYPE;
    assert!(!compare(&as_units, &as_they_are).is_empty());
    let converted = <Vec<Uuid> as Transfer>::TYPE;
    assert!(compare(&converted, &<RVec<Uuid> as Transfer>::TYPE).is_empty());
}

#[derive(Portable)]
#[repr(transparent)]
struct Feet(f64);

#[test]
fn a_transparent_type_stands_in_a_raw_signature_where_its_field_may() {
    fn passed<T: RawArgument>(_: &T) {}
    passed(&Feet(1.0));
    passed(&Pair(1, 2));
    passed(&Level::High);
}
