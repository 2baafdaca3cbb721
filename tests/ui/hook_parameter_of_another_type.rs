plugin_core::plugin!();

#[plugin_core::init]
fn start(port: u16) {}

fn main() {}
