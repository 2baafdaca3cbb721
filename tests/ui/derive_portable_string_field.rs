use plugin_core::Portable;

#[derive(Portable)]
#[repr(C)]
pub struct Person {
    pub name: String,
}

fn main() {}
