plugin_core::plugin!();

#[plugin_core::init]
static START: u32 = 0;

fn main() {}
