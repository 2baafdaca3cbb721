#[plugin_core::interface]
struct Filter;

fn main() {}
