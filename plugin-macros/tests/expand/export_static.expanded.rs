// What `export_static.rs` expands to, written by `src/golden.rs`.
pub static V: AtomicI64 = AtomicI64::new(0);
#[allow(deprecated, reason = "an item that is exported is not used by that")]
const _: () = {
    use crate::__requires_plugin_core_plugin_at_crate_root as __plugin;
    __plugin::private::inventory::submit! {
        __plugin::Registered(__plugin::private::Item { name : "V", package :
        __plugin::private::or_empty(::core::option_env!("CARGO_PKG_NAME")), file :
        __plugin::private::relative_file(::core::file!(),
        ::core::option_env!("CARGO_MANIFEST_DIR"),), line : ::core::line!(), declaration
        : "pub static V: AtomicI64", docs : "", meta : & [], } .variable:: < AtomicI64 >
        (& V))
    }
};
