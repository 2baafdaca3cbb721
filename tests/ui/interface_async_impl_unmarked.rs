use plugin_core::interface;

#[interface]
trait Store {
    async fn get(&self) -> u32;
}

struct Memory;

impl Store for Memory {
    async fn get(&self) -> u32 {
        0
    }
}

fn main() {}
