// What `export_static.rs` expands to, written by `src/golden.rs`.
pub static V: AtomicI64 = AtomicI64::new(0);
#[allow(deprecated, reason = "an item that is exported is not used by that")]
const _: () = {
    use crate::__requires_plugin_core_plugin_at_crate_root as __plugin;
    const __ITEM: __plugin::private::Item = __plugin::private::Item {
        name: "V",
        package: __plugin::RECORD.package,
        file: __plugin::private::relative_file(
            ::core::file!(),
            ::core::option_env!("CARGO_MANIFEST_DIR"),
        ),
        line: ::core::line!(),
        declaration: "pub static V: AtomicI64",
        docs: "",
        meta: &[],
    };
    __plugin::private::note! {
        export __plugin::ExportNote < 48, { __ITEM.file.len() } > =
        __plugin::private::ExportNote::new(b"\x01\0\x01\0\x01\0\0\0V\x02\0\x04\0\0\0\x03\0\0\0\x06\0\x17\0\0\0pub static V: AtomicI64",
        __plugin::PACKAGE, __plugin::private::bytes(__ITEM.file), __ITEM.line,)
    }
    __plugin::private::inventory::submit! {
        __plugin::Registered(__ITEM.variable:: < AtomicI64 > (& V))
    }
};
