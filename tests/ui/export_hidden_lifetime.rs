plugin_core::plugin!();

pub struct View<'a>(pub &'a str);

#[plugin_core::export]
pub fn show(view: View) {}

fn main() {}
