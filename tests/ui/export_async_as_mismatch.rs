plugin_core::plugin!();

type Fetch = fn(String) -> plugin_core::PluginFuture<u64>;

#[plugin_core::export(as = Fetch)]
pub async fn fetch(url: String) -> u32 {
    url.len() as u32
}

fn main() {}
