// What `init_host.rs` expands to, written by `src/golden.rs`.
fn start(host: &HostContext) -> Result<(), Error> {
    host.lookup::<fn()>("log")?.call();
    Ok(())
}
#[allow(deprecated, reason = "an item that is exported is not used by that")]
const _: () = {
    use crate::__requires_plugin_core_plugin_at_crate_root as __plugin;
    struct __Hook;
    impl __plugin::private::Hook for __Hook {
        fn run(
            host: &__plugin::private::HostContext,
        ) -> impl __plugin::private::HookResult {
            start(host)
        }
    }
    const _: fn() = || {};
    __plugin::private::inventory::submit! {
        __plugin::Registered(__plugin::private::Item { name : "start", package :
        __plugin::RECORD.package, file :
        __plugin::private::relative_file(::core::file!(),
        ::core::option_env!("CARGO_MANIFEST_DIR"),), line : ::core::line!(), declaration
        : "fn start(host: &HostContext) -> Result<(), Error>", docs : "", meta : & [], }
        .init:: < __Hook > (::core::concat!(::core::module_path!(), "::", "start"), &
        [],))
    }
};
