plugin_core::plugin!();

#[plugin_core::export]
fn without_send(_: Box<dyn Fn(u32)>) {}

#[plugin_core::export]
fn borrowed_result(_: &dyn Fn(&str) -> &str) {}

#[plugin_core::export]
fn five(_: &mut dyn FnMut(u8, u8, u8, u8, u8)) {}

fn main() {}
