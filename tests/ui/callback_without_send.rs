//! A callback that is handed over may be called and dropped on any thread.
plugin_core::plugin!();

#[plugin_core::export]
fn keep(_: plugin_core::Callback<dyn Fn(u64) -> u64>) {}

fn main() {}
