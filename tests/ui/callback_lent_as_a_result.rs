//! A lent closure is an argument only, as a reference to one is.
use plugin_core::CallbackRef;

plugin_core::plugin!();

#[plugin_core::export]
fn same(step: CallbackRef<'_, dyn Fn(u64) -> u64>) -> CallbackRef<'_, dyn Fn(u64) -> u64> {
    step
}

fn main() {}
