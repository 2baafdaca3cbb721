//! The work of the benchmarks: 64 methods of a trait.

use std::future::Future;
use std::pin::Pin;

use peer_savefile_api::{Plugin, Record, Step};
use savefile_derive::savefile_abi_export;

#[derive(Default)]
struct Work;

struct One;

impl Step for One {
    fn step(&self, value: u64) -> u64 {
        value.wrapping_add(1)
    }
}

impl Plugin for Work {
    fn add(&self, a: u64, b: u64) -> u64 {
        a.wrapping_add(b)
    }
    fn length(&self, text: &str) -> usize {
        text.len()
    }
    fn greet(&self, name: &str) -> String {
        let mut text = String::with_capacity(name.len() + 7);
        text.push_str("Hello, ");
        text.push_str(name);
        text
    }
    fn bytes(&self, mut bytes: Vec<u8>) -> Vec<u8> {
        bytes[0] = bytes[0].wrapping_add(1);
        bytes
    }
    fn record(&self, mut record: Record) -> Record {
        record.words[0] = record.words[0].wrapping_add(1);
        record
    }
    fn step(&self) -> Box<dyn Step> {
        Box::new(One)
    }
    fn repeat(&self, call: &dyn Fn(u64) -> u64, times: u64) -> u64 {
        (0..times).fold(0, |value, _| call(value))
    }
    fn ready(&self, value: u64) -> Pin<Box<dyn Future<Output = u64>>> {
        Box::pin(async move { value.wrapping_add(1) })
    }
    fn fail(&self, value: u64) -> u64 {
        panic!("number {value}")
    }
    /// Makes panics of this library silent: its hook is not the host's.
    fn silence(&self) {
        std::panic::set_hook(Box::new(|_| ()));
    }
    fn f00(&self, value: u64) -> u64 {
        value
    }
    fn f01(&self, value: u64) -> u64 {
        value
    }
    fn f02(&self, value: u64) -> u64 {
        value
    }
    fn f03(&self, value: u64) -> u64 {
        value
    }
    fn f04(&self, value: u64) -> u64 {
        value
    }
    fn f05(&self, value: u64) -> u64 {
        value
    }
    fn f06(&self, value: u64) -> u64 {
        value
    }
    fn f07(&self, value: u64) -> u64 {
        value
    }
    fn f08(&self, value: u64) -> u64 {
        value
    }
    fn f09(&self, value: u64) -> u64 {
        value
    }
    fn f10(&self, value: u64) -> u64 {
        value
    }
    fn f11(&self, value: u64) -> u64 {
        value
    }
    fn f12(&self, value: u64) -> u64 {
        value
    }
    fn f13(&self, value: u64) -> u64 {
        value
    }
    fn f14(&self, value: u64) -> u64 {
        value
    }
    fn f15(&self, value: u64) -> u64 {
        value
    }
    fn f16(&self, value: u64) -> u64 {
        value
    }
    fn f17(&self, value: u64) -> u64 {
        value
    }
    fn f18(&self, value: u64) -> u64 {
        value
    }
    fn f19(&self, value: u64) -> u64 {
        value
    }
    fn f20(&self, value: u64) -> u64 {
        value
    }
    fn f21(&self, value: u64) -> u64 {
        value
    }
    fn f22(&self, value: u64) -> u64 {
        value
    }
    fn f23(&self, value: u64) -> u64 {
        value
    }
    fn f24(&self, value: u64) -> u64 {
        value
    }
    fn f25(&self, value: u64) -> u64 {
        value
    }
    fn f26(&self, value: u64) -> u64 {
        value
    }
    fn f27(&self, value: u64) -> u64 {
        value
    }
    fn f28(&self, value: u64) -> u64 {
        value
    }
    fn f29(&self, value: u64) -> u64 {
        value
    }
    fn f30(&self, value: u64) -> u64 {
        value
    }
    fn f31(&self, value: u64) -> u64 {
        value
    }
    fn f32(&self, value: u64) -> u64 {
        value
    }
    fn f33(&self, value: u64) -> u64 {
        value
    }
    fn f34(&self, value: u64) -> u64 {
        value
    }
    fn f35(&self, value: u64) -> u64 {
        value
    }
    fn f36(&self, value: u64) -> u64 {
        value
    }
    fn f37(&self, value: u64) -> u64 {
        value
    }
    fn f38(&self, value: u64) -> u64 {
        value
    }
    fn f39(&self, value: u64) -> u64 {
        value
    }
    fn f40(&self, value: u64) -> u64 {
        value
    }
    fn f41(&self, value: u64) -> u64 {
        value
    }
    fn f42(&self, value: u64) -> u64 {
        value
    }
    fn f43(&self, value: u64) -> u64 {
        value
    }
    fn f44(&self, value: u64) -> u64 {
        value
    }
    fn f45(&self, value: u64) -> u64 {
        value
    }
    fn f46(&self, value: u64) -> u64 {
        value
    }
    fn f47(&self, value: u64) -> u64 {
        value
    }
    fn f48(&self, value: u64) -> u64 {
        value
    }
    fn f49(&self, value: u64) -> u64 {
        value
    }
    fn f50(&self, value: u64) -> u64 {
        value
    }
    fn f51(&self, value: u64) -> u64 {
        value
    }
    fn f52(&self, value: u64) -> u64 {
        value
    }
    fn f53(&self, value: u64) -> u64 {
        value
    }
}

savefile_abi_export!(Work, Plugin);
