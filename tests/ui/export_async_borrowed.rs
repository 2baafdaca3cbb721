plugin_core::plugin!();

#[plugin_core::export]
pub async fn fetch<'a>(_url: &str, _values: Option<&'a [u8]>, forever: &'static str) -> &'a str {
    forever
}

fn main() {}
