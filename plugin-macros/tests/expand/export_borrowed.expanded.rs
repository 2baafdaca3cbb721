// What `export_borrowed.rs` expands to, written by `src/golden.rs`.
#[cfg(unix)]
unsafe fn find<'a>(
    values: &'a mut [Option<u32>],
    view: View<'_>,
    or: &'static u32,
) -> Option<&'a u32> {
    None
}
#[cfg(unix)]
#[allow(deprecated, reason = "an item that is exported is not used by that")]
const _: () = {
    use crate::__requires_plugin_core_plugin_at_crate_root as __plugin;
    struct __Callee;
    impl __plugin::private::Callee for __Callee {
        type Parameters = (
            __plugin::private::Mut<[Option<u32>]>,
            View<'static>,
            &'static u32,
        );
        type Result = Option<__plugin::private::Ref<u32>>;
        const UNSAFE: bool = true;
        fn call<'a>(
            (
                __a0,
                __a1,
                __a2,
            ): <Self::Parameters as __plugin::private::Signature>::Received<'a>,
        ) -> <Self::Result as __plugin::private::Transfer>::Rust<'a> {
            unsafe { find(__a0, __a1, __a2) }
        }
    }
    const _: Find = find;
    const __ITEM: __plugin::private::Item = __plugin::private::Item {
        name: "find",
        package: __plugin::RECORD.package,
        file: __plugin::private::relative_file(
            ::core::file!(),
            ::core::option_env!("CARGO_MANIFEST_DIR"),
        ),
        line: ::core::line!(),
        declaration: "unsafe fn find<'a>(values: &'a mut [Option<u32>], view: View<'_>, or: &'static u32) -> Option<&'a u32>",
        docs: "",
        meta: &[],
    };
    __plugin::private::note! {
        export __plugin::ExportNote < 130, { __ITEM.file.len() } > =
        __plugin::private::ExportNote::new(b"\x01\0\x01\0\x04\0\0\0find\x02\0\x04\0\0\0\x01\0\0\0\x06\0f\0\0\0unsafe fn find<'a>(values: &'a mut [Option<u32>], view: View<'_>, or: &'static u32) -> Option<&'a u32>",
        __plugin::PACKAGE, __plugin::private::bytes(__ITEM.file), __ITEM.line,)
    }
    __plugin::private::inventory::submit! {
        __plugin::Registered(__ITEM.function:: < __Callee > ())
    }
};
