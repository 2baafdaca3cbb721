plugin_core::plugin!();

#[plugin_core::export]
pub struct Point {
    x: u32,
}

fn main() {}
