plugin_core::plugin!();

#[plugin_core::export]
pub fn len(text: &String) -> usize {
    text.len()
}

fn main() {}
