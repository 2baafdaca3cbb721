use plugin_core::Portable;

#[derive(Portable)]
#[portable = "com.example.Point"]
#[repr(C)]
pub struct Point {
    pub x: f64,
}

fn main() {}
