//! What the plugin of this framework shares with its host.
#![forbid(unsafe_code)]

use plugin_core::{Portable, interface};

/// 64 bytes.
#[derive(Portable, Clone, Copy, Debug, Default)]
#[repr(C)]
pub struct Record {
    /// They are all alike.
    pub words: [u64; 8],
}

/// An object.
#[interface]
pub trait Step: Send + Sync {
    /// The next value.
    fn step(&self, value: u64) -> u64;
}
