//! Another macro rewrites the item after the derive has seen it.
#[derive(plugin_core::Portable)]
#[rewriter::align]
#[repr(C)]
pub struct Config {
    retries: u32,
    verbose: u64,
}

fn main() {}
