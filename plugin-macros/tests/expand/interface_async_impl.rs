impl Store for Memory {
    async fn get(&self, key: String) -> Option<u64> {
        self.entries.get(&key)
    }
    fn name(&self) -> String {
        String::new()
    }
}
