pub trait Store: Send + Sync {
    async fn get(&self, key: String) -> Option<u64>;
    async fn put(&mut self, (key, value): (String, u64)) {
        drop((key, value));
    }
}
