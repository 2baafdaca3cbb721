use plugin_core::Transfer;

#[derive(Transfer)]
pub enum Never {}

fn main() {}
