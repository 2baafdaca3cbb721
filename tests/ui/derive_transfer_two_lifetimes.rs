use plugin_core::Transfer;

#[derive(Transfer)]
pub struct Pair<'a, 'b> {
    pub a: &'a str,
    pub b: &'b str,
}

fn main() {}
