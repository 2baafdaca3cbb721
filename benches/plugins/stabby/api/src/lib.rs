//! The types that host and plugin share.

use stabby::boxed::Box;
use stabby::dynptr;

/// 64 bytes: stabby knows arrays of bytes alone.
#[stabby::stabby]
#[derive(Clone, Copy, Debug, Default)]
pub struct Record {
    pub a: u64,
    pub b: u64,
    pub c: u64,
    pub d: u64,
    pub e: u64,
    pub f: u64,
    pub g: u64,
    pub h: u64,
}

/// An object.
#[stabby::stabby(checked)]
pub trait Step: Send + Sync {
    /// The next value.
    extern "C" fn step(&self, value: u64) -> u64;
}

/// A closure of the host's.
#[stabby::stabby(checked)]
pub trait Callback {
    /// Calls it.
    extern "C" fn call(&self, value: u64) -> u64;
}

/// An object of the plugin's.
pub type StepBox = dynptr!(Box<dyn Step>);
/// A reference to a closure.
pub type CallbackRef<'a> = dynptr!(&'a dyn Callback);
