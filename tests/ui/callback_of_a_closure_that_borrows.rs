//! What is handed over borrows nothing.
use plugin_core::Callback;

fn main() {
    let held = 1;
    let _ = Callback::<dyn Fn(u64) -> u64 + Send>::new(|n| n + held);
}
