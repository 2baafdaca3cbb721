#[plugin_core::interface(name = "Filter")]
trait Filter {}

fn main() {}
