plugin_core::plugin!(title = "x");

fn main() {}
