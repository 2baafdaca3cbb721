plugin_core::plugin!();

extern "C" fn f() {}

#[plugin_core::export]
pub static F: extern "C" fn() = f;

fn main() {}
