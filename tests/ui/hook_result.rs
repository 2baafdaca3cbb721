plugin_core::plugin!();

#[plugin_core::init]
fn start() -> u32 {
    1
}

fn main() {}
