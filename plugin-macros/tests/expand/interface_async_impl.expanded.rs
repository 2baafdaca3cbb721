// What `interface_async_impl.rs` expands to, written by `src/golden.rs`.
impl Store for Memory {
    fn get(
        &self,
        key: String,
    ) -> ::plugin_core::private::BorrowedFuture<'_, Option<u64>> {
        ::plugin_core::private::BorrowedFuture::new(async move {
            #[allow(
                clippy::no_effect_underscore_binding,
                clippy::used_underscore_binding,
                reason = "moves an argument, used or not"
            )]
            let key = key;
            if false {
                return ::plugin_core::private::never::<Option<u64>>();
            }
            #[allow(clippy::let_unit_value, reason = "the result may be nothing")]
            let __output: Option<u64> = { self.entries.get(&key) };
            #[allow(unreachable_code, reason = "it may have returned")] __output
        })
    }
    fn name(&self) -> String {
        String::new()
    }
}
