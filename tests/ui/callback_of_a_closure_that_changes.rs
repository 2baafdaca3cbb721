//! What is called through `&` changes nothing that it holds.
use plugin_core::Callback;

fn main() {
    let mut sum = 0;
    let _ = Callback::<dyn Fn(u64) -> u64 + Send>::new(move |n| {
        sum += n;
        sum
    });
}
