// What `init.rs` expands to, written by `src/golden.rs`.
fn load() -> Result<(), String> {
    Ok(())
}
#[allow(deprecated, reason = "an item that is exported is not used by that")]
const _: () = {
    use crate::__requires_plugin_core_plugin_at_crate_root as __plugin;
    struct __Hook;
    impl __plugin::private::Hook for __Hook {
        fn run(
            _: &__plugin::private::HostContext,
        ) -> impl __plugin::private::HookResult {
            load()
        }
    }
    const _: fn() = || {
        let _ = super::connect;
    };
    __plugin::private::inventory::submit! {
        __plugin::Registered(__plugin::private::Item { name : "load", package :
        __plugin::RECORD.package, file :
        __plugin::private::relative_file(::core::file!(),
        ::core::option_env!("CARGO_MANIFEST_DIR"),), line : ::core::line!(), declaration
        : "fn load() -> Result<(), String>", docs : "", meta : & [], } .init:: < __Hook >
        (::core::concat!(::core::module_path!(), "::", "load"), &
        [__plugin::private::Text::new("super::connect")],))
    }
};
