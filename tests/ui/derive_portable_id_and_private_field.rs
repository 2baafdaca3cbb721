#[derive(plugin_core::Portable)]
#[portable(id = "com.example.Index")]
#[repr(C)]
pub struct Index {
    pub of: u32,
    checked: usize,
}

fn main() {}
