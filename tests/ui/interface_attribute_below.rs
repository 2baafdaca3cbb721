//! What comes after the description must not change what was described.
#[plugin_core::interface]
#[derive(Debug)]
pub trait Shape: 'static {
    fn area(&self) -> u64;
}

fn main() {}
