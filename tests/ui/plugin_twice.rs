//! `plugin!()` twice.
plugin_core::plugin!();
plugin_core::plugin!();

fn main() {}
