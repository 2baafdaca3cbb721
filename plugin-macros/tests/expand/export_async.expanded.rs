// What `export_async.rs` expands to, written by `src/golden.rs`.
/// Fetches a page.
pub async fn fetch(url: String, tries: u32) -> Result<String, Error> {
    client().fetch(url, tries).await
}
crate::__requires_plugin_core_plugin_at_crate_root::private::register! {
    __EXPORT_fetch 163
    b"\x01\0\x01\0\x05\0\0\0fetch\x02\0\x04\0\0\0\x01\0\0\0\x06\0D\0\0\0pub async fn fetch(url: String, tries: u32) -> Result<String, Error>\x07\0\x0F\0\0\0Fetches a page.\x03\0\r\0\0\0plugin-macros\x04\0\n\0\0\0src/lib.rs\x05\0\x04\0\0\0\x01\0\0\0"
    { type __Types = (crate
    ::__requires_plugin_core_plugin_at_crate_root::private::PluginFuture < Result <
    String, Error > >,); fn __callee(__a0 : String, __a1 : u32) -> crate
    ::__requires_plugin_core_plugin_at_crate_root::private::PluginFuture < Result <
    String, Error > > { crate
    ::__requires_plugin_core_plugin_at_crate_root::private::PluginFuture::new(fetch(__a0,
    __a1)) } const _ : Fetch = __callee; crate
    ::__requires_plugin_core_plugin_at_crate_root::item("fetch", 11741245652433439112u64,
    "src/lib.rs", 1u32,
    "pub async fn fetch(url: String, tries: u32) -> Result<String, Error>")
    .docs("Fetches a page.").function:: < (String, u32,), crate
    ::__requires_plugin_core_plugin_at_crate_root::private::PluginFuture < Result <
    String, Error > >, _ > (__callee) }
}
