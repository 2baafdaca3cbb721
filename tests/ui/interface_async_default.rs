use plugin_core::interface;

#[interface]
trait Store: Send {
    async fn get(&self) -> u32 {
        0
    }
    async fn put(&mut self) {}
}

fn main() {}
