use plugin_core::Transfer;

#[derive(Transfer)]
pub struct Failure<'a> {
    pub cause: Box<dyn std::error::Error>,
    pub progress: &'a dyn Fn(u32),
    pub done: Box<dyn FnOnce()>,
}

fn main() {}
