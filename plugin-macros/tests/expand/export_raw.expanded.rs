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
    const __ITEM: __plugin::private::Item = __plugin::private::Item {
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
    };
    __plugin::private::note! {
        export __plugin::ExportNote < 70, { __ITEM.file.len() } > =
        __plugin::private::ExportNote::new(b"\x01\0\x01\0\x08\0\0\0fast_add\x02\0\x04\0\0\0\x02\0\0\0\x06\0&\0\0\0pub extern \"C\" fn add(a: u64, b: &u64)",
        __plugin::PACKAGE, __plugin::private::bytes(__ITEM.file), __ITEM.line,)
    }
    __plugin::private::inventory::submit! {
        __plugin::Registered(unsafe { __ITEM.raw_function:: < __Callee > (add as * const
        ::core::ffi::c_void) })
    }
};
