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
            ): <Self::Parameters as __plugin::private::Signature>::Arguments<'a>,
        ) -> <Self::Result as __plugin::private::Transfer>::Rust<'a> {
            unsafe { find(__a0, __a1, __a2) }
        }
    }
    const _: Find = find;
    __plugin::private::inventory::submit! {
        __plugin::Registered(__plugin::private::Item { name : "find", package :
        __plugin::private::or_empty(::core::option_env!("CARGO_PKG_NAME")), file :
        __plugin::private::relative_file(::core::file!(),
        ::core::option_env!("CARGO_MANIFEST_DIR"),), line : ::core::line!(), declaration
        :
        "unsafe fn find<'a>(values: &'a mut [Option<u32>], view: View<'_>, or: &'static u32) -> Option<&'a u32>",
        docs : "", meta : & [], } .function:: < __Callee > ())
    }
};
