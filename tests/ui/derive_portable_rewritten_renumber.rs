//! Another macro rewrites the item after the derive has seen it.
#[derive(plugin_core::Portable)]
#[rewriter::renumber]
#[repr(u8)]
pub enum Level {
    Low = 1,
    High = 2,
}

fn main() {}
