//! A lent closure does not outlive the call.
use std::cell::RefCell;

use plugin_core::CallbackRef;

plugin_core::plugin!();

type Step<'a> = CallbackRef<'a, dyn Fn(u64) -> u64>;

thread_local! {
    static KEPT: RefCell<Option<Step<'static>>> = const { RefCell::new(None) };
}

#[plugin_core::export]
fn keep(step: CallbackRef<'_, dyn Fn(u64) -> u64>) {
    KEPT.set(Some(step));
}

fn main() {}
