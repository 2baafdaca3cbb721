//! Another macro rewrites the item after `#[export]` has seen it.
plugin_core::plugin!();

#[plugin_core::export]
#[rewriter::plain]
pub extern "C" fn sum(a: u64, b: u64) -> u64 {
    a + b
}

fn main() {}
