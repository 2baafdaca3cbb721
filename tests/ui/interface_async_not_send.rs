use std::cell::Cell;

use plugin_core::interface;

#[interface]
trait Store {
    async fn get(&self) -> u32;
}

struct Memory(Cell<u32>);

#[interface]
impl Store for Memory {
    async fn get(&self) -> u32 {
        self.0.get()
    }
}

fn main() {}
