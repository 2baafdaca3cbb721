#![forbid(unsafe_code)]

use plugin_core::Portable;

#[derive(Portable)]
#[repr(C)]
pub struct Handle {
    #[portable(unsafe_assume_crossable)]
    pub address: *const u8,
}

fn main() {}
