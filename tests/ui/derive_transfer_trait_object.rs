use plugin_core::Transfer;

#[derive(Transfer)]
pub struct Failure {
    pub cause: Box<dyn std::error::Error>,
}

fn main() {}
