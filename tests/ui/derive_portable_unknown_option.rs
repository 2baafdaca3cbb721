use plugin_core::Portable;

#[derive(Portable)]
#[portable(name = "com.example.Point")]
#[repr(C)]
pub struct Point {
    pub x: f64,
}

fn main() {}
