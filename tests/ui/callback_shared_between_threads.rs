//! A callback is `Sync` only if its type says so.
use plugin_core::Callback;

fn call(add: &Callback<dyn Fn(u64) -> u64 + Send>) {
    std::thread::scope(|scope| {
        scope.spawn(|| add.call(1));
    });
}

fn main() {
    let _ = call;
}
