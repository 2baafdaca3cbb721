plugin_core::plugin!();

#[plugin_core::init(after = missing)]
fn start() {}

fn main() {}
