use plugin_core::Portable;

#[derive(Portable)]
#[repr(C)]
pub struct Buffers {
    pub all: [Option<*const u8>; 2],
}

fn main() {}
