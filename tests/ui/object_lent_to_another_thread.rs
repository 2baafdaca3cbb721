//! What crosses for a reference stays on its thread.
use plugin_core::Referent;

#[plugin_core::interface]
pub trait Shape: Send + std::fmt::Debug {
    fn area(&self) -> u64;
}

fn lend(shape: &dyn Shape) {
    let lent = <dyn Shape as Referent>::share(shape);
    std::thread::scope(|scope| {
        scope.spawn(move || format!("{lent:?}"));
    });
}

fn main() {
    let _ = lend;
}
