plugin_core::plugin!();

#[plugin_core::export]
pub unsafe extern "C" fn print(format: u8, ...) {}

fn main() {}
