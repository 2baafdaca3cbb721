plugin_core::plugin!();

#[plugin_core::export(name = "")]
pub async fn f<T>(x: impl Copy, y: *const T) -> ! {
    loop {}
}

fn main() {}
