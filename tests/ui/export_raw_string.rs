plugin_core::plugin!();

#[plugin_core::export]
pub extern "C" fn greet(name: &str) -> String {
    name.to_owned()
}

fn main() {}
