//! The trait that host and plugin share: 64 methods.

use cglue::prelude::v1::*;

/// 64 bytes.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C)]
pub struct Record {
    pub words: [u64; 8],
}

/// An object.
#[cglue_trait]
pub trait Step {
    fn step(&self, value: u64) -> u64;
}

/// The work.
#[cglue_trait]
pub trait Plugin {
    #[wrap_with_obj(Step)]
    type Object: Step + 'static;

    fn add(&self, a: u64, b: u64) -> u64;
    fn length(&self, text: &str) -> usize;
    fn greet(&self, name: &str) -> ReprCString;
    fn bytes(&self, bytes: CVec<u8>) -> CVec<u8>;
    fn own_bytes(&self, bytes: CVec<u8>) -> CVec<u8>;
    fn record(&self, record: Record) -> Record;
    fn object(&self) -> Self::Object;
    fn repeat(&self, call: OpaqueCallback<'_, u64>, times: u64) -> u64;
    fn one(&self, value: u64) -> u64;
    fn two(&self, value: u64) -> u64;
    fn f00(&self, value: u64) -> u64;
    fn f01(&self, value: u64) -> u64;
    fn f02(&self, value: u64) -> u64;
    fn f03(&self, value: u64) -> u64;
    fn f04(&self, value: u64) -> u64;
    fn f05(&self, value: u64) -> u64;
    fn f06(&self, value: u64) -> u64;
    fn f07(&self, value: u64) -> u64;
    fn f08(&self, value: u64) -> u64;
    fn f09(&self, value: u64) -> u64;
    fn f10(&self, value: u64) -> u64;
    fn f11(&self, value: u64) -> u64;
    fn f12(&self, value: u64) -> u64;
    fn f13(&self, value: u64) -> u64;
    fn f14(&self, value: u64) -> u64;
    fn f15(&self, value: u64) -> u64;
    fn f16(&self, value: u64) -> u64;
    fn f17(&self, value: u64) -> u64;
    fn f18(&self, value: u64) -> u64;
    fn f19(&self, value: u64) -> u64;
    fn f20(&self, value: u64) -> u64;
    fn f21(&self, value: u64) -> u64;
    fn f22(&self, value: u64) -> u64;
    fn f23(&self, value: u64) -> u64;
    fn f24(&self, value: u64) -> u64;
    fn f25(&self, value: u64) -> u64;
    fn f26(&self, value: u64) -> u64;
    fn f27(&self, value: u64) -> u64;
    fn f28(&self, value: u64) -> u64;
    fn f29(&self, value: u64) -> u64;
    fn f30(&self, value: u64) -> u64;
    fn f31(&self, value: u64) -> u64;
    fn f32(&self, value: u64) -> u64;
    fn f33(&self, value: u64) -> u64;
    fn f34(&self, value: u64) -> u64;
    fn f35(&self, value: u64) -> u64;
    fn f36(&self, value: u64) -> u64;
    fn f37(&self, value: u64) -> u64;
    fn f38(&self, value: u64) -> u64;
    fn f39(&self, value: u64) -> u64;
    fn f40(&self, value: u64) -> u64;
    fn f41(&self, value: u64) -> u64;
    fn f42(&self, value: u64) -> u64;
    fn f43(&self, value: u64) -> u64;
    fn f44(&self, value: u64) -> u64;
    fn f45(&self, value: u64) -> u64;
    fn f46(&self, value: u64) -> u64;
    fn f47(&self, value: u64) -> u64;
    fn f48(&self, value: u64) -> u64;
    fn f49(&self, value: u64) -> u64;
    fn f50(&self, value: u64) -> u64;
    fn f51(&self, value: u64) -> u64;
    fn f52(&self, value: u64) -> u64;
    fn f53(&self, value: u64) -> u64;
}
