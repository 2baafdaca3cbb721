use plugin_core::Portable;

#[derive(Portable)]
#[portable(crate = "plugin_core")]
#[repr(C)]
pub struct Point {
    pub x: f64,
}

fn main() {}
