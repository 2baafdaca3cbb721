plugin_core::plugin!();

pub struct Point;

#[plugin_core::export]
impl Point {
    pub fn x(&self) -> u32 {
        0
    }
}

fn main() {}
