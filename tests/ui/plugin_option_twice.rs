plugin_core::plugin!(name = "a", name = "b");

fn main() {}
