//! What is lent by `CallbackRef` is an `Fn`.
plugin_core::plugin!();

#[plugin_core::export]
fn tell(_: plugin_core::CallbackRef<'_, dyn FnMut(u64)>) {}

fn main() {}
