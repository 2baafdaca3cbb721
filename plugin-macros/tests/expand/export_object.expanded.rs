// What `export_object.rs` expands to, written by `src/golden.rs`.
/// Greets.
pub static GREETER: &dyn Greeter = &Hello;
#[allow(deprecated, reason = "an item that is exported is not used by that")]
const _: () = {
    use crate::__requires_plugin_core_plugin_at_crate_root as __plugin;
    struct __Object;
    impl __plugin::private::ExportedObject for __Object {
        type Interface = dyn Greeter;
        fn object() -> &'static <Self::Interface as __plugin::private::Interface>::Object<
            'static,
        > {
            GREETER
        }
    }
    const __RECORD: __plugin::private::ExportRecord = __plugin::private::ExportRecord {
        kind: __plugin::private::symbol_kind::OBJECT,
        item: __plugin::private::Item {
            name: "GREETER",
            package: __plugin::RECORD.package,
            file: __plugin::private::relative_file(
                ::core::file!(),
                ::core::option_env!("CARGO_MANIFEST_DIR"),
            ),
            line: ::core::line!(),
            declaration: "pub static GREETER: &dyn Greeter",
            docs: "Greets.",
            meta: &[],
        },
    };
    __plugin::private::note!(export __RECORD);
    __plugin::private::inventory::submit! {
        __plugin::Registered(__RECORD.item.object:: < __Object > ())
    }
};
