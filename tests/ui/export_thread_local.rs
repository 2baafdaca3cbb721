plugin_core::plugin!();

std::thread_local! {
    #[plugin_core::export]
    static LOCAL: u32 = 0;
}

#[plugin_core::export]
std::thread_local! {
    static OTHER: u32 = 0;
}

fn main() {}
