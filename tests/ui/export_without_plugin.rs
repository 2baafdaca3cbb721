//! `plugin!()` is missing.
#[plugin_core::export]
pub fn f() {}

fn main() {}
