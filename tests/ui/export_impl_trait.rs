plugin_core::plugin!();

#[plugin_core::export]
pub fn numbers(_: impl Into<u32>) -> impl Iterator<Item = u32> {
    0..3
}

fn main() {}
