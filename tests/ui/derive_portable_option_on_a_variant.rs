use plugin_core::Portable;

#[derive(Portable)]
#[repr(u8)]
pub enum Level {
    #[portable(unsafe_assume_crossable)]
    Low,
    High,
}

fn main() {}
