use plugin_core::Portable;

#[derive(Portable)]
pub enum Level {
    Low,
    High,
}

fn main() {}
