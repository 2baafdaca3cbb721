//! A lent closure belongs to a thread: no static holds one.
use std::sync::Mutex;

use plugin_core::CallbackRef;

static KEPT: Mutex<Option<CallbackRef<'static, dyn Fn(u64) -> u64>>> = Mutex::new(None);

fn main() {
    let _ = &KEPT;
}
