plugin_core::plugin!();

#[plugin_core::export]
pub fn apply(f: fn(u32) -> u32) -> u32 {
    f(1)
}

fn main() {}
