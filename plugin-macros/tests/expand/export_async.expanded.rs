// What `export_async.rs` expands to, written by `src/golden.rs`.
/// Fetches a page.
pub async fn fetch(url: String, tries: u32) -> Result<String, Error> {
    client().fetch(url, tries).await
}
#[allow(deprecated, reason = "an item that is exported is not used by that")]
const _: () = {
    use crate::__requires_plugin_core_plugin_at_crate_root as __plugin;
    fn __future(
        __a0: String,
        __a1: u32,
    ) -> __plugin::private::PluginFuture<Result<String, Error>> {
        __plugin::private::PluginFuture::new(fetch(__a0, __a1))
    }
    struct __Callee;
    impl __plugin::private::Callee for __Callee {
        type Parameters = (String, u32);
        type Result = __plugin::private::PluginFuture<Result<String, Error>>;
        fn call<'a>(
            (
                __a0,
                __a1,
            ): <Self::Parameters as __plugin::private::Signature>::Received<'a>,
        ) -> <Self::Result as __plugin::private::Transfer>::Rust<'a> {
            __future(__a0, __a1)
        }
    }
    const _: Fetch = __future;
    const __ITEM: __plugin::private::Item = __plugin::private::Item {
        name: "fetch",
        package: __plugin::RECORD.package,
        file: __plugin::private::relative_file(
            ::core::file!(),
            ::core::option_env!("CARGO_MANIFEST_DIR"),
        ),
        line: ::core::line!(),
        declaration: "pub async fn fetch(url: String, tries: u32) -> Result<String, Error>",
        docs: "Fetches a page.",
        meta: &[],
    };
    __plugin::private::note! {
        export __plugin::ExportNote < 118, { __ITEM.file.len() } > =
        __plugin::private::ExportNote::new(b"\x01\0\x01\0\x05\0\0\0fetch\x02\0\x04\0\0\0\x01\0\0\0\x06\0D\0\0\0pub async fn fetch(url: String, tries: u32) -> Result<String, Error>\x07\0\x0F\0\0\0Fetches a page.",
        __plugin::PACKAGE, __plugin::private::bytes(__ITEM.file), __ITEM.line,)
    }
    __plugin::private::inventory::submit! {
        __plugin::Registered(__ITEM.function:: < __Callee > ())
    }
};
