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
    const __ITEM: __plugin::private::Item = __plugin::private::Item {
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
    };
    __plugin::private::note! {
        export __plugin::ExportNote < 76, { __ITEM.file.len() } > =
        __plugin::private::ExportNote::new(b"\x01\0\x01\0\x07\0\0\0GREETER\x02\0\x04\0\0\0\x04\0\0\0\x06\0 \0\0\0pub static GREETER: &dyn Greeter\x07\0\x07\0\0\0Greets.",
        __plugin::PACKAGE, __plugin::private::bytes(__ITEM.file), __ITEM.line,)
    }
    __plugin::private::inventory::submit! {
        __plugin::Registered(__ITEM.object:: < __Object > ())
    }
};
