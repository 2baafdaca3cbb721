plugin_core::plugin!();

#[plugin_core::export(meta("a" = "1", "a" = "2"))]
pub fn f() {}

fn main() {}
