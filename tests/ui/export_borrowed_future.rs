use plugin_core::BorrowedFuture;

plugin_core::plugin!();

#[plugin_core::export]
pub fn fetch<'a>(url: &'a str) -> BorrowedFuture<'a, usize> {
    BorrowedFuture::new(async move { url.len() })
}

fn main() {}
