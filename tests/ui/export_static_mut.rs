plugin_core::plugin!();

#[plugin_core::export]
pub static mut COUNT: u32 = 0;

fn main() {}
