plugin_core::plugin!();

#[plugin_core::init]
fn start(host: &plugin_core::HostContext, port: u16) {}

fn main() {}
