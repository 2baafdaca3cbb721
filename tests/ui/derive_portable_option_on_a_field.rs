use plugin_core::Portable;

#[derive(Portable)]
#[repr(C)]
pub struct Point {
    #[portable(id = "com.example.x")]
    pub x: f64,
}

fn main() {}
