// What `export_function.rs` expands to, written by `src/golden.rs`.
/// Greets somebody by name.
pub fn greet(name: &str, times: u32) -> String {
    name.repeat(times as usize)
}
#[allow(deprecated, reason = "an item that is exported is not used by that")]
const _: () = {
    use crate::__requires_plugin_core_plugin_at_crate_root as __plugin;
    struct __Callee;
    impl __plugin::private::Callee for __Callee {
        type Parameters = (__plugin::private::Ref<str>, u32);
        type Result = String;
        fn call<'a>(
            (
                __a0,
                __a1,
            ): <Self::Parameters as __plugin::private::Signature>::Received<'a>,
        ) -> <Self::Result as __plugin::private::Transfer>::Rust<'a> {
            greet(__a0, __a1)
        }
    }
    const __RECORD: __plugin::private::ExportRecord = __plugin::private::ExportRecord {
        kind: __plugin::private::symbol_kind::FUNCTION,
        item: __plugin::private::Item {
            name: "greet",
            package: __plugin::RECORD.package,
            file: __plugin::private::relative_file(
                ::core::file!(),
                ::core::option_env!("CARGO_MANIFEST_DIR"),
            ),
            line: ::core::line!(),
            declaration: "pub fn greet(name: &str, times: u32) -> String",
            docs: "Greets somebody by name.",
            meta: &[
                __plugin::private::Meta {
                    key: __plugin::private::Text::new("menu"),
                    value: __plugin::private::Text::new("Help"),
                },
            ],
        },
    };
    __plugin::private::note!(export __RECORD);
    __plugin::private::inventory::submit! {
        __plugin::Registered(__RECORD.item.function:: < __Callee > ())
    }
};
