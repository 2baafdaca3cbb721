use plugin_core::Portable;

#[derive(Portable)]
#[repr(C)]
pub enum Level {
    Low,
    High,
}

fn main() {}
