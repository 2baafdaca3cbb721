use plugin_core::Transfer;

#[derive(Transfer)]
pub struct Person {
    #[transfer(id = "com.example.name")]
    pub name: String,
}

fn main() {}
