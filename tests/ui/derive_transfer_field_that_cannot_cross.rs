use plugin_core::Transfer;

#[derive(Transfer)]
pub struct Shared {
    pub text: std::sync::Arc<String>,
}

fn main() {}
