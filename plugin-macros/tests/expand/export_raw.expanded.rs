// What `export_raw.rs` expands to, written by `src/golden.rs`.
pub extern "C" fn add(a: u64, b: &u64) {}
#[allow(deprecated, reason = "an item that is exported is not used by that")]
const _: () = {
    use crate::__requires_plugin_core_plugin_at_crate_root as __plugin;
    struct __Callee;
    impl __plugin::private::Callee for __Callee {
        type Parameters = (u64, __plugin::private::Ref<u64>);
        type Result = ();
        fn call<'a>(
            (
                __a0,
                __a1,
            ): <Self::Parameters as __plugin::private::Signature>::Received<'a>,
        ) -> <Self::Result as __plugin::private::Transfer>::Rust<'a> {
            let _: extern "C" fn(
                <u64 as __plugin::private::Transfer>::Rust<'a>,
                <__plugin::private::Ref<u64> as __plugin::private::Transfer>::Rust<'a>,
            ) -> <Self::Result as __plugin::private::Transfer>::Rust<'a> = add;
            add(__a0, __a1)
        }
    }
    const __RECORD: __plugin::private::ExportRecord = __plugin::private::ExportRecord {
        kind: __plugin::private::symbol_kind::RAW_FUNCTION,
        item: __plugin::private::Item {
            name: "fast_add",
            package: __plugin::RECORD.package,
            file: __plugin::private::relative_file(
                ::core::file!(),
                ::core::option_env!("CARGO_MANIFEST_DIR"),
            ),
            line: ::core::line!(),
            declaration: "pub extern \"C\" fn add(a: u64, b: &u64)",
            docs: "",
            meta: &[],
        },
    };
    __plugin::private::note!(export __RECORD);
    __plugin::private::inventory::submit! {
        __plugin::Registered(unsafe { __RECORD.item.raw_function:: < __Callee > (add as *
        const ::core::ffi::c_void) })
    }
};
