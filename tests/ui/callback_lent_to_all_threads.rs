//! A lent closure is called on the thread that lends it.
plugin_core::plugin!();

#[plugin_core::export]
fn tell(_: plugin_core::CallbackMut<'_, dyn FnMut(u64) + Send>) {}

fn main() {}
