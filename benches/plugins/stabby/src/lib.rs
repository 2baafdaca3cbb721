//! The work of the benchmarks: 64 functions, exported with the reports of their types.

use peer_stabby_api::{CallbackDyn as _, CallbackRef, Record, Step, StepBox};
use stabby::boxed::Box;
use stabby::future::DynFuture;
use stabby::str::Str;
use stabby::string::String;
use stabby::vec::Vec;

#[stabby::export]
pub extern "C" fn add(a: u64, b: u64) -> u64 {
    a.wrapping_add(b)
}

#[stabby::export]
pub extern "C" fn length(text: Str<'static>) -> usize {
    text.as_str().len()
}

#[stabby::export]
pub extern "C" fn greet(name: Str<'static>) -> String {
    let mut text = String::default();
    text += "Hello, ";
    text += name.as_str();
    text
}

/// To a vector of the standard library and back, as a plugin does whose own code takes one.
#[stabby::export]
pub extern "C" fn bytes(bytes: Vec<u8>) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[0] = bytes[0].wrapping_add(1);
    bytes.as_slice().into()
}

#[stabby::export]
pub extern "C" fn own_bytes(bytes: Vec<u8>) -> Vec<u8> {
    let mut bytes = bytes;
    bytes[0] = bytes[0].wrapping_add(1);
    bytes
}

#[stabby::export]
pub extern "C" fn record(record: Record) -> Record {
    let mut record = record;
    record.a = record.a.wrapping_add(1);
    record
}

struct One;

impl Step for One {
    extern "C" fn step(&self, value: u64) -> u64 {
        value.wrapping_add(1)
    }
}

#[stabby::export]
pub extern "C" fn step() -> StepBox {
    Box::new(One).into()
}

#[stabby::export]
pub extern "C" fn repeat(call: CallbackRef<'static>, times: u64) -> u64 {
    (0..times).fold(0, |value, _| call.call(value))
}

#[stabby::export]
pub extern "C" fn ready(value: u64) -> DynFuture<'static, u64> {
    Box::new(async move { value.wrapping_add(1) }).into()
}

#[stabby::export]
pub extern "C" fn one(value: u64) -> u64 {
    value
}

macro_rules! functions {
    ($($name:ident),+ $(,)?) => {$(
        #[stabby::export]
        pub extern "C" fn $name(value: u64) -> u64 {
            value
        }
    )+};
}

functions! {
    f00, f01, f02, f03, f04, f05, f06, f07, f08, f09, f10, f11, f12, f13, f14, f15, f16, f17,
    f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35,
    f36, f37, f38, f39, f40, f41, f42, f43, f44, f45, f46, f47, f48, f49, f50, f51, f52, f53
}
