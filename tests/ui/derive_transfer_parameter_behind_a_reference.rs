use plugin_core::Transfer;

#[derive(Transfer)]
pub struct Items<'a, T> {
    pub all: &'a [T],
}

fn main() {}
