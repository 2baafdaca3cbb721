plugin_core::plugin!();

#[plugin_core::export(rename = "x")]
pub fn f() {}

fn main() {}
