use plugin_core::Portable;

#[derive(Portable)]
pub enum Never {}

fn main() {}
