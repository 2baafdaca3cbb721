use plugin_core::Transfer;

#[derive(Transfer)]
pub struct Buffer {
    pub start: *mut u8,
}

fn main() {}
