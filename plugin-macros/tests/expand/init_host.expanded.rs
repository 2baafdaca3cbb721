// What `init_host.rs` expands to, written by `src/golden.rs`.
fn start(host: &HostContext) -> Result<(), Error> {
    host.lookup::<fn()>("log")?.call();
    Ok(())
}
crate::__requires_plugin_core_plugin_at_crate_root::private::register! {
    __INIT_start { struct __Hook; impl crate
    ::__requires_plugin_core_plugin_at_crate_root::private::Hook for __Hook { fn run(host
    : & crate ::__requires_plugin_core_plugin_at_crate_root::private::HostContext) ->
    impl crate ::__requires_plugin_core_plugin_at_crate_root::private::HookResult {
    start(host) } } const _ : fn () = || {}; crate
    ::__requires_plugin_core_plugin_at_crate_root::item("start", 17363617990853345247u64,
    "src/lib.rs", 1u32, "fn start(host: &HostContext) -> Result<(), Error>").init:: <
    __Hook > (::core::concat!(::core::module_path!(), "::", "start"), & [],) }
}
