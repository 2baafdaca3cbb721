//! What several threads may call at once holds nothing that only one may use.
use std::cell::Cell;

use plugin_core::Callback;

fn main() {
    let held = Cell::new(1);
    let _ = Callback::<dyn Fn(u64) -> u64 + Send + Sync>::new(move |n| n + held.replace(2));
}
