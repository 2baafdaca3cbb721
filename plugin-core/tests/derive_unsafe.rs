//! What `#[portable(unsafe_assume_crossable)]` lets through, and how it is described.

use std::cell::Cell;
use std::ffi::c_void;

use plugin_core::abi::{TypeInfo, kind};
use plugin_core::{Portable, RawArgument, Transfer};

#[derive(Portable)]
#[repr(C)]
struct Buffer {
    // SAFETY: a test that looks behind no pointer.
    #[portable(unsafe_assume_crossable)]
    start: *const Cell<u8>,
    len: usize,
}

// SAFETY: a test that looks behind no pointer.
#[derive(Portable)]
#[portable(unsafe_assume_crossable)]
#[repr(transparent)]
struct Handle(*mut c_void);

impl Drop for Handle {
    fn drop(&mut self) {}
}

// SAFETY: its `Drop` touches nothing.
#[derive(Portable, Clone, PartialEq, Debug)]
#[portable(unsafe_assume_crossable)]
#[repr(u8)]
enum State {
    On = 3,
    Off,
}

impl Drop for State {
    fn drop(&mut self) {}
}

#[derive(Portable)]
#[repr(u8)]
enum Either<T> {
    // SAFETY: a test that looks behind no pointer.
    Pointer(#[portable(unsafe_assume_crossable)] Option<*const T>),
    Value(T),
}

fn described<T: Portable>() -> &'static TypeInfo {
    const { &T::TYPE }
}

#[test]
fn a_field_that_its_author_vouches_for_is_opaque_and_named_by_its_type() {
    let [start, len] = [0, 1].map(|index| described::<Buffer>().fields.get(index));
    let start = (start.expect("a field").ty)();
    assert_eq!((start.kind, start.name.as_str()), (kind::OPAQUE, "*const Cell<u8>"));
    assert_eq!(start.size, size_of::<usize>());
    assert_eq!((len.expect("a field").ty)().kind, kind::PRIMITIVE);

    let pointer = described::<Either<u8>>().variants.get(0).expect("a variant").fields.get(0);
    assert_eq!((pointer.expect("a field").ty)().name.as_str(), "Option<*const T>");
}

#[test]
fn a_type_that_its_author_vouches_for_may_implement_drop() {
    let info = described::<State>();
    let discriminants = info.variants.iter().map(|variant| variant.discriminant[0]);
    assert_eq!(discriminants.collect::<Vec<_>>(), [3, 4]);
    let [on, off] = [State::On, State::Off].map(|state| State::from_abi(State::into_abi(state)));
    assert_eq!((on, off), (State::On, State::Off));

    let handle = Handle(std::ptr::null_mut());
    passed(&handle);
    assert!(Handle::from_abi(Handle::into_abi(handle)).0.is_null());
}

#[test]
fn the_rest_of_such_a_type_crosses_as_usual() {
    let buffer = Buffer { start: std::ptr::null(), len: 3 };
    let buffer = Buffer::from_abi(Buffer::into_abi(buffer));
    assert!(buffer.start.is_null() && buffer.len == 3);
    let value = Either::from_abi(Either::into_abi(Either::Value(1_u8)));
    assert!(matches!(value, Either::Value(1)));
    let pointer = Either::<u8>::from_abi(Either::into_abi(Either::Pointer(None)));
    assert!(matches!(pointer, Either::Pointer(None)));
}

fn passed<T: RawArgument>(_: &T) {}
