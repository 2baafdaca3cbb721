/// A named point.
#[repr(C)]
pub struct Point {
    pub name: RString,
    pub x: f64,
    #[portable(unsafe_assume_crossable)]
    pub owner: *const Canvas,
}
