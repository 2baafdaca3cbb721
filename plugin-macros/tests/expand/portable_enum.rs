#[portable(id = "com.example.Shape")]
#[repr(u8)]
pub enum Shape {
    Circle(f64) = 1,
    Rectangle { width: f64, height: f64 },
    Empty = 9,
}
