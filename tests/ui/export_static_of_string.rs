plugin_core::plugin!();

#[plugin_core::export]
pub static NAME: String = String::new();

fn main() {}
