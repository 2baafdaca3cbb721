plugin_core::plugin!();

#[plugin_core::export]
pub extern "C-unwind" fn f() {}

#[plugin_core::export]
pub extern "system" fn g() {}

fn main() {}
