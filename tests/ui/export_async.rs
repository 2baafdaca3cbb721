plugin_core::plugin!();

#[plugin_core::export]
pub async fn fetch() -> u32 {
    0
}

fn main() {}
