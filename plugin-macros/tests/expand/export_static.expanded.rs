// What `export_static.rs` expands to, written by `src/golden.rs`.
pub static V: AtomicI64 = AtomicI64::new(0);
#[allow(deprecated, reason = "an item that is exported is not used by that")]
const _: () = {
    use crate::__requires_plugin_core_plugin_at_crate_root as __plugin;
    const __RECORD: __plugin::private::ExportRecord = __plugin::private::ExportRecord {
        kind: __plugin::private::symbol_kind::VARIABLE,
        item: __plugin::private::Item {
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
        },
    };
    __plugin::private::note!(export __RECORD);
    __plugin::private::inventory::submit! {
        __plugin::Registered(__RECORD.item.variable:: < AtomicI64 > (& V))
    }
};
