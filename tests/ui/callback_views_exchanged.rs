//! What a callback dereferences to stays its own: nobody moves the view of a lent closure into an owner.
use plugin_core::{Callback, CallbackMut};

fn exchange(
    lent: &mut CallbackMut<'_, dyn FnMut(u64)>,
    owned: &mut Callback<dyn FnMut(u64) + Send>,
) {
    std::mem::swap(&mut **lent, &mut **owned);
}

fn main() {
    let _ = exchange;
}
