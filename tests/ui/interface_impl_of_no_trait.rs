struct Memory;

#[plugin_core::interface(id = "com.example.Memory")]
impl Memory {
    async fn get(&self) -> u32 {
        0
    }
}

fn main() {}
