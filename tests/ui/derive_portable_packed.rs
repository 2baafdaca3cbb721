use plugin_core::Portable;

#[derive(Portable)]
#[repr(C, packed(2))]
pub struct Header {
    pub kind: u8,
    pub len: u32,
}

fn main() {}
