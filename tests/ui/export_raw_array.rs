plugin_core::plugin!();

#[plugin_core::export]
pub extern "C" fn first(values: [u8; 4]) -> u8 {
    values[0]
}

fn main() {}
