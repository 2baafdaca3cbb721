use plugin_core::Portable;

#[derive(Portable)]
#[portable(id = "com.example.Point")]
#[portable(id = "com.example.Dot")]
#[repr(C)]
pub struct Point {
    pub x: f64,
}

fn main() {}
