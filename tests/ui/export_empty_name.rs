plugin_core::plugin!();

#[plugin_core::export(name = "")]
pub fn f() {}

fn main() {}
