#![forbid(unsafe_code)]
plugin_core::plugin!();

#[plugin_core::export]
#[target_feature(enable = "avx2")]
pub fn first<'a>(text: &'a str) -> &'a str {
    text
}

fn main() {}
