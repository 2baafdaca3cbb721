plugin_core::plugin!();

#[plugin_core::interface]
pub trait Greeter: Sync {}

#[plugin_core::export]
fn choose(first: &dyn Greeter) -> &dyn Greeter {
    first
}

#[plugin_core::export]
fn callback() -> Option<&'static dyn Fn(u32) -> u32> {
    None
}

fn main() {}
