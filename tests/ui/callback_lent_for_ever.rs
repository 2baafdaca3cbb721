//! An export cannot ask for a closure that is lent for ever.
use plugin_core::CallbackRef;

plugin_core::plugin!();

#[plugin_core::export]
fn keep(_: CallbackRef<'static, dyn Fn(u64) -> u64>) {}

fn main() {}
