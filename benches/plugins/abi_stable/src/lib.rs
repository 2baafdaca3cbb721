//! The work of the benchmarks, as a root module of 64 functions.

use abi_stable::export_root_module;
use abi_stable::prefix_type::PrefixTypeTrait;
use abi_stable::sabi_extern_fn;
use abi_stable::sabi_trait::TD_Opaque;
use abi_stable::std_types::{RStr, RString, RVec};
use peer_abi_stable_api::{CallbackRef, Module, Module_Ref, Record, Step, Step_TO, StepBox};

#[export_root_module]
fn module() -> Module_Ref {
    Module {
        add,
        length,
        greet,
        own_bytes,
        bytes,
        record,
        step,
        repeat,
        one: same,
        f00: same,
        f01: same,
        f02: same,
        f03: same,
        f04: same,
        f05: same,
        f06: same,
        f07: same,
        f08: same,
        f09: same,
        f10: same,
        f11: same,
        f12: same,
        f13: same,
        f14: same,
        f15: same,
        f16: same,
        f17: same,
        f18: same,
        f19: same,
        f20: same,
        f21: same,
        f22: same,
        f23: same,
        f24: same,
        f25: same,
        f26: same,
        f27: same,
        f28: same,
        f29: same,
        f30: same,
        f31: same,
        f32: same,
        f33: same,
        f34: same,
        f35: same,
        f36: same,
        f37: same,
        f38: same,
        f39: same,
        f40: same,
        f41: same,
        f42: same,
        f43: same,
        f44: same,
        f45: same,
        f46: same,
        f47: same,
        f48: same,
        f49: same,
        f50: same,
        f51: same,
        f52: same,
        f53: same,
        last: same,
    }
    .leak_into_prefix()
}

#[sabi_extern_fn]
fn add(a: u64, b: u64) -> u64 {
    a.wrapping_add(b)
}

#[sabi_extern_fn]
fn length(text: RStr<'_>) -> usize {
    text.as_str().len()
}

#[sabi_extern_fn]
fn greet(name: RStr<'_>) -> RString {
    let mut text = String::with_capacity(name.len() + 7);
    text.push_str("Hello, ");
    text.push_str(name.as_str());
    text.into()
}

#[sabi_extern_fn]
fn own_bytes(mut bytes: RVec<u8>) -> RVec<u8> {
    bytes[0] = bytes[0].wrapping_add(1);
    bytes
}

/// To a vector and back, as a plugin does whose own code takes one.
#[sabi_extern_fn]
fn bytes(bytes: RVec<u8>) -> RVec<u8> {
    let mut bytes = bytes.into_vec();
    bytes[0] = bytes[0].wrapping_add(1);
    bytes.into()
}

#[sabi_extern_fn]
fn record(mut record: Record) -> Record {
    record.words[0] = record.words[0].wrapping_add(1);
    record
}

struct One;

impl Step for One {
    fn step(&self, value: u64) -> u64 {
        value.wrapping_add(1)
    }
}

#[sabi_extern_fn]
fn step() -> StepBox {
    Step_TO::from_value(One, TD_Opaque)
}

#[sabi_extern_fn]
fn repeat(call: CallbackRef<'_>, times: u64) -> u64 {
    (0..times).fold(0, |value, _| call.call(value))
}

#[sabi_extern_fn]
fn same(value: u64) -> u64 {
    value
}
