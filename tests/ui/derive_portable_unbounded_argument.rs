use plugin_core::Portable;

#[derive(Portable)]
#[repr(C)]
pub struct Pair<T> {
    pub a: T,
    pub b: T,
}

pub fn describe() -> usize {
    <Pair<String> as Portable>::TYPE.size
}

fn main() {}
