use plugin_core::Portable;

#[derive(Portable)]
#[portable(id = "")]
#[repr(C)]
pub struct Point {
    pub x: f64,
}

fn main() {}
