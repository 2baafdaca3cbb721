// What `init.rs` expands to, written by `src/golden.rs`.
fn load() -> Result<(), String> {
    Ok(())
}
crate::__requires_plugin_core_plugin_at_crate_root::private::register! {
    __INIT_load { struct __Hook; impl crate
    ::__requires_plugin_core_plugin_at_crate_root::private::Hook for __Hook { fn run(_ :
    & crate ::__requires_plugin_core_plugin_at_crate_root::private::HostContext) -> impl
    crate ::__requires_plugin_core_plugin_at_crate_root::private::HookResult { load() } }
    const _ : fn () = || { let _ = super::connect; }; crate
    ::__requires_plugin_core_plugin_at_crate_root::item("load", 13050425389576360675u64,
    "src/lib.rs", 1u32, "fn load() -> Result<(), String>").init:: < __Hook >
    (::core::concat!(::core::module_path!(), "::", "load"), & [crate
    ::__requires_plugin_core_plugin_at_crate_root::private::Text::new("super::connect")],)
    }
}
