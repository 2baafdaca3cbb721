plugin_core::plugin!();

#[plugin_core::shutdown]
unsafe extern "C" fn stop<T>() {}

fn main() {}
