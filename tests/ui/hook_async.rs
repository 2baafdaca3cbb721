plugin_core::plugin!();

#[plugin_core::init]
async fn start() {}

fn main() {}
