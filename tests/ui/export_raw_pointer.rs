plugin_core::plugin!();

#[plugin_core::export]
pub fn read(from: *const u8) -> u8 {
    0
}

fn main() {}
