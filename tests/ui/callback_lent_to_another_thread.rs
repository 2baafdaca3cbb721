//! A lent closure stays on its thread.
use plugin_core::CallbackRef;

fn lend(step: CallbackRef<'_, dyn Fn(u64) -> u64>) {
    std::thread::scope(|scope| {
        scope.spawn(move || step.call(1));
    });
}

fn main() {
    let _ = lend;
}
