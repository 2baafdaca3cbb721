use plugin_core::Portable;

#[derive(Portable)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

// The stub implementation keeps uses of the type from failing too.
pub fn describe() -> usize {
    <Point as Portable>::TYPE.size
}

fn main() {}
