//! A `dyn FnOnce` crosses in a box.
plugin_core::plugin!();

#[plugin_core::export]
fn later(_: plugin_core::Callback<dyn FnOnce(u64) + Send>) {}

fn main() {}
