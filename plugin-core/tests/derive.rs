#![forbid(unsafe_code)]
use plugin_core::*;
#[derive(Portable, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}
#[derive(Portable)]
#[repr(C)]
struct Node {
    value: u8,
    next: ROption<RBox<Self>>,
}
#[derive(Portable)]
#[repr(transparent)]
struct Id([u8; 16]);
#[derive(Portable)]
#[repr(C)]
struct Pair<A, const N: usize, B = u8> {
    a: A,
    b: [B; N],
    c: std::marker::PhantomData<A>,
}
#[derive(Portable)]
#[repr(i8)]
enum Level {
    Low = -3,
    Mid,
    High = 100,
}
#[derive(Portable)]
#[repr(u8)]
enum Shape<T> {
    Circle(T, u64) = 3,
    Rect { w: u16, h: T },
    Empty = 9,
}
#[derive(Portable)]
#[repr(C, u16)]
enum Both {
    A(u8, u64),
    B { w: u16 },
    Empty(),
}
#[derive(Portable)]
#[repr(C)]
struct Nothing;

#[derive(Transfer)]
struct Person {
    name: String,
    tags: Vec<String>,
    r#type: Option<u8>,
}
#[derive(Transfer)]
enum Value {
    Text(String),
    List(Vec<Value>),
    Map { key: Box<Self>, n: i128 },
    Nil,
}
#[derive(Transfer)]
enum ValueRef<'a> {
    Text(&'a str),
    Numbers(&'a [i64]),
    Opt(Option<&'a str>),
    Nil,
}
#[derive(Transfer)]
struct Gen<'a, T: Clone, const N: usize>
where
    T: std::fmt::Debug,
{
    name: &'a str,
    t: T,
    v: Vec<T>,
    a: [u8; N],
}
#[derive(Transfer)]
enum Plain {
    A = 5,
    B = 7,
}
#[derive(Transfer)]
struct Unitary {}
#[test]
fn t() {
    println!("{:#?}", <Shape<u32> as Portable>::TYPE);
    println!("{:#?}", <Value as Transfer>::TYPE);
    fn rt<'a, T: Transfer>(v: T::Rust<'a>) -> T::Rust<'a> {
        T::from_abi(T::into_abi(v))
    }
    let s = String::from("hi");
    let ValueRef::Text(t) = rt::<ValueRef<'static>>(ValueRef::Text(&s)) else { panic!() };
    assert_eq!(t, "hi");
    let g = rt::<Gen<'static, String, 3>>(Gen { name: &s, t: s.clone(), v: vec![], a: [1, 2, 3] });
}
