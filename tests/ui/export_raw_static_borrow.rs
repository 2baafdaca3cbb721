plugin_core::plugin!();

use plugin_core::RStr;

#[plugin_core::export]
pub extern "C" fn keep(text: RStr<'static>) -> usize {
    text.len()
}

fn main() {}
