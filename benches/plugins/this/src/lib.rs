//! The work of the benchmarks: 64 exports, and nothing that runs when it is opened.
#![forbid(unsafe_code)]

use peer_this_api::{Record, Step};
use plugin_core::{CallbackRef, RVec, export};

plugin_core::plugin!();

#[export]
pub fn add(a: u64, b: u64) -> u64 {
    a.wrapping_add(b)
}

#[export]
pub fn length(text: &str) -> usize {
    text.len()
}

#[export]
pub fn greet(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 7);
    text.push_str("Hello, ");
    text.push_str(name);
    text
}

#[export]
pub fn bytes(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes[0] = bytes[0].wrapping_add(1);
    bytes
}

#[export]
pub fn own_bytes(mut bytes: RVec<u8>) -> RVec<u8> {
    bytes[0] = bytes[0].wrapping_add(1);
    bytes
}

#[export]
pub fn record(mut record: Record) -> Record {
    record.words[0] = record.words[0].wrapping_add(1);
    record
}

struct One;

impl Step for One {
    fn step(&self, value: u64) -> u64 {
        value.wrapping_add(1)
    }
}

#[export]
pub fn step() -> Box<dyn Step> {
    Box::new(One)
}

#[export]
pub fn repeat(call: CallbackRef<'_, dyn Fn(u64) -> u64>, times: u64) -> u64 {
    (0..times).fold(0, |value, _| call.call(value))
}

#[export]
pub async fn ready(value: u64) -> u64 {
    value.wrapping_add(1)
}

#[export]
pub fn fail(value: u64) -> u64 {
    panic!("number {value}")
}

macro_rules! functions {
    ($($name:ident),+ $(,)?) => {$(
        #[export]
        pub fn $name(value: u64) -> u64 {
            value
        }
    )+};
}

functions! {
    f00, f01, f02, f03, f04, f05, f06, f07, f08, f09, f10, f11, f12, f13, f14, f15, f16, f17,
    f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35,
    f36, f37, f38, f39, f40, f41, f42, f43, f44, f45, f46, f47, f48, f49, f50, f51, f52, f53
}
