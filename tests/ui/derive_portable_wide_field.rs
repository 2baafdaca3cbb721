use plugin_core::Portable;

#[derive(Portable)]
#[repr(u8)]
pub enum Id {
    Short(u64),
    Long(u128),
}

fn main() {}
