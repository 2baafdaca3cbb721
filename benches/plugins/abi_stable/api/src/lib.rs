//! The root module that host and plugin share: 64 functions, the most that abi_stable has in one.
#![allow(
    non_local_definitions,
    non_camel_case_types,
    reason = "what the macros of abi_stable generate"
)]

use abi_stable::StableAbi;
use abi_stable::library::RootModule;
use abi_stable::package_version_strings;
use abi_stable::sabi_trait;
use abi_stable::sabi_types::VersionStrings;
use abi_stable::std_types::{RBox, RStr, RString, RVec};

/// 64 bytes.
#[repr(C)]
#[derive(StableAbi, Clone, Copy, Debug, Default)]
pub struct Record {
    /// They are all alike.
    pub words: [u64; 8],
}

/// An object.
#[sabi_trait]
pub trait Step: Send + Sync {
    /// The next value.
    #[sabi(last_prefix_field)]
    fn step(&self, value: u64) -> u64;
}

/// A closure of the host's.
#[sabi_trait]
pub trait Callback {
    /// Calls it.
    #[sabi(last_prefix_field)]
    fn call(&self, value: u64) -> u64;
}

/// An object of the plugin's.
pub type StepBox = Step_TO<'static, RBox<()>>;
/// A reference to a closure.
pub type CallbackRef<'a> = Callback_TO<'a, abi_stable::sabi_types::RRef<'a, ()>>;

/// Root module.
#[repr(C)]
#[derive(StableAbi)]
#[sabi(kind(Prefix(prefix_ref = Module_Ref)))]
#[sabi(missing_field(panic))]
#[allow(missing_docs, reason = "the names say it: the work of the benchmarks")]
pub struct Module {
    pub add: extern "C" fn(u64, u64) -> u64,
    pub length: extern "C" fn(RStr<'_>) -> usize,
    pub greet: extern "C" fn(RStr<'_>) -> RString,
    pub own_bytes: extern "C" fn(RVec<u8>) -> RVec<u8>,
    pub bytes: extern "C" fn(RVec<u8>) -> RVec<u8>,
    pub record: extern "C" fn(Record) -> Record,
    pub step: extern "C" fn() -> StepBox,
    pub repeat: extern "C" fn(CallbackRef<'_>, u64) -> u64,
    pub one: extern "C" fn(u64) -> u64,
    pub f00: extern "C" fn(u64) -> u64,
    pub f01: extern "C" fn(u64) -> u64,
    pub f02: extern "C" fn(u64) -> u64,
    pub f03: extern "C" fn(u64) -> u64,
    pub f04: extern "C" fn(u64) -> u64,
    pub f05: extern "C" fn(u64) -> u64,
    pub f06: extern "C" fn(u64) -> u64,
    pub f07: extern "C" fn(u64) -> u64,
    pub f08: extern "C" fn(u64) -> u64,
    pub f09: extern "C" fn(u64) -> u64,
    pub f10: extern "C" fn(u64) -> u64,
    pub f11: extern "C" fn(u64) -> u64,
    pub f12: extern "C" fn(u64) -> u64,
    pub f13: extern "C" fn(u64) -> u64,
    pub f14: extern "C" fn(u64) -> u64,
    pub f15: extern "C" fn(u64) -> u64,
    pub f16: extern "C" fn(u64) -> u64,
    pub f17: extern "C" fn(u64) -> u64,
    pub f18: extern "C" fn(u64) -> u64,
    pub f19: extern "C" fn(u64) -> u64,
    pub f20: extern "C" fn(u64) -> u64,
    pub f21: extern "C" fn(u64) -> u64,
    pub f22: extern "C" fn(u64) -> u64,
    pub f23: extern "C" fn(u64) -> u64,
    pub f24: extern "C" fn(u64) -> u64,
    pub f25: extern "C" fn(u64) -> u64,
    pub f26: extern "C" fn(u64) -> u64,
    pub f27: extern "C" fn(u64) -> u64,
    pub f28: extern "C" fn(u64) -> u64,
    pub f29: extern "C" fn(u64) -> u64,
    pub f30: extern "C" fn(u64) -> u64,
    pub f31: extern "C" fn(u64) -> u64,
    pub f32: extern "C" fn(u64) -> u64,
    pub f33: extern "C" fn(u64) -> u64,
    pub f34: extern "C" fn(u64) -> u64,
    pub f35: extern "C" fn(u64) -> u64,
    pub f36: extern "C" fn(u64) -> u64,
    pub f37: extern "C" fn(u64) -> u64,
    pub f38: extern "C" fn(u64) -> u64,
    pub f39: extern "C" fn(u64) -> u64,
    pub f40: extern "C" fn(u64) -> u64,
    pub f41: extern "C" fn(u64) -> u64,
    pub f42: extern "C" fn(u64) -> u64,
    pub f43: extern "C" fn(u64) -> u64,
    pub f44: extern "C" fn(u64) -> u64,
    pub f45: extern "C" fn(u64) -> u64,
    pub f46: extern "C" fn(u64) -> u64,
    pub f47: extern "C" fn(u64) -> u64,
    pub f48: extern "C" fn(u64) -> u64,
    pub f49: extern "C" fn(u64) -> u64,
    pub f50: extern "C" fn(u64) -> u64,
    pub f51: extern "C" fn(u64) -> u64,
    pub f52: extern "C" fn(u64) -> u64,
    pub f53: extern "C" fn(u64) -> u64,
    #[sabi(last_prefix_field)]
    pub last: extern "C" fn(u64) -> u64,
}

impl RootModule for Module_Ref {
    abi_stable::declare_root_module_statics! {Module_Ref}
    const BASE_NAME: &'static str = "peer_abi_stable";
    const NAME: &'static str = "peer_abi_stable";
    const VERSION_STRINGS: VersionStrings = package_version_strings!();
}
