use plugin_core::Transfer;

#[derive(Transfer)]
#[transfer(unsafe_assume_crossable)]
pub struct Person {
    pub name: String,
}

fn main() {}
