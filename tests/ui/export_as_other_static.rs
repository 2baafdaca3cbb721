plugin_core::plugin!();

static INNER: u32 = 1;

#[plugin_core::export(as = u32)]
pub static REFERENCE: &u32 = &INNER;

fn main() {}
