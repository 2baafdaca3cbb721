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
    const __RECORD: __plugin::private::ExportRecord = __plugin::private::ExportRecord {
        kind: __plugin::private::symbol_kind::FUNCTION,
        item: __plugin::private::Item {
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
        },
    };
    __plugin::private::note!(export __RECORD);
    __plugin::private::inventory::submit! {
        __plugin::Registered(__RECORD.item.function:: < __Callee > ())
    }
};
