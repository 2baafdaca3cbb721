plugin_core::plugin!();

#[plugin_core::export]
pub async unsafe fn fetch(url: u32) -> u32 {
    url
}

fn main() {}
