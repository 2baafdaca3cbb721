plugin_core::plugin!();

#[plugin_core::export]
pub fn stop() -> ! {
    loop {}
}

fn main() {}
