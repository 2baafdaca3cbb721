plugin_core::plugin!();

#[plugin_core::export]
pub const LIMIT: u32 = 3;

fn main() {}
