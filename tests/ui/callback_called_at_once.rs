//! An `FnMut` is called through `&mut`: not while it is being called.
use plugin_core::CallbackMut;

fn call(mut add: CallbackMut<'_, dyn FnMut(Box<u64>)>) {
    let again = add.reborrow();
    add.call(Box::new(1));
    drop(again);
}

fn main() {
    let _ = call;
}
