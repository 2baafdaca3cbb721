//! What may be called on any thread holds nothing that belongs to one.
use std::rc::Rc;

use plugin_core::Callback;

fn main() {
    let held = Rc::new(1);
    let _ = Callback::<dyn Fn(u64) -> u64 + Send>::new(move |n| n + *held);
}
