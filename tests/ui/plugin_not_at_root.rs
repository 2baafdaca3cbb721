//! `plugin!()` in a module.
mod inner {
    plugin_core::plugin!();
}

fn main() {}
