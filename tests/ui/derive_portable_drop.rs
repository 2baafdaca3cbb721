use plugin_core::Portable;

#[derive(Portable)]
#[repr(C)]
pub struct Handle {
    pub number: u64,
}

impl Drop for Handle {
    fn drop(&mut self) {}
}

fn main() {}
