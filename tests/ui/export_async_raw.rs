plugin_core::plugin!();

#[plugin_core::export]
pub async extern "C" fn fetch(url: u32) -> u32 {
    url
}

fn main() {}
