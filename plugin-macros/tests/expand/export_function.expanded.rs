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
    const __ITEM: __plugin::private::Item = __plugin::private::Item {
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
    };
    __plugin::private::note! {
        export __plugin::ExportNote < 123, { __ITEM.file.len() } > =
        __plugin::private::ExportNote::new(b"\x01\0\x01\0\x05\0\0\0greet\x02\0\x04\0\0\0\x01\0\0\0\x06\0.\0\0\0pub fn greet(name: &str, times: u32) -> String\x07\0\x18\0\0\0Greets somebody by name.\x08\0\x0C\0\0\0\x04\0\0\0menuHelp",
        __plugin::PACKAGE, __plugin::private::bytes(__ITEM.file), __ITEM.line,)
    }
    __plugin::private::inventory::submit! {
        __plugin::Registered(__ITEM.function:: < __Callee > ())
    }
};
