plugin_core::plugin!();

pub struct Shape;

impl Shape {
    #[plugin_core::export]
    pub fn area(&self) -> f64 {
        0.0
    }
}

fn main() {}
