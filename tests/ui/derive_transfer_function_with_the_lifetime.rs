use plugin_core::Transfer;

#[derive(Transfer)]
pub struct Handler<'a> {
    pub name: &'a str,
    pub call: extern "C" fn(&'a u8) -> u8,
}

fn main() {}
