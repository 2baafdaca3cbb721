use plugin_core::interface;

#[interface]
trait Store {
    async fn get(&self, key: &str) -> &str;
}

fn main() {}
