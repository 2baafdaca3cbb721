// What `export_raw.rs` expands to, written by `src/golden.rs`.
pub extern "C" fn add(a: u64, b: &u64) {}
crate::__requires_plugin_core_plugin_at_crate_root::private::register! {
    __EXPORT_add_b59dff1e5239af40 115
    b"\x01\0\x01\0\x08\0\0\0fast_add\x02\0\x04\0\0\0\x02\0\0\0\x06\0&\0\0\0pub extern \"C\" fn add(a: u64, b: &u64)\x03\0\r\0\0\0plugin-macros\x04\0\n\0\0\0src/lib.rs\x05\0\x04\0\0\0\x01\0\0\0"
    { const _ : fn () = || { fn __proof < 'a > () { let _ : extern "C" fn (< u64 as crate
    ::__requires_plugin_core_plugin_at_crate_root::private::Transfer > ::Rust < 'a >, <
    crate ::__requires_plugin_core_plugin_at_crate_root::private::Ref < u64 > as crate
    ::__requires_plugin_core_plugin_at_crate_root::private::Transfer > ::Rust < 'a >) ->
    < () as crate ::__requires_plugin_core_plugin_at_crate_root::private::Transfer >
    ::Rust < 'a > = add; } __proof(); }; unsafe { crate
    ::__requires_plugin_core_plugin_at_crate_root::item("fast_add",
    13086896597902143296u64, "src/lib.rs", 1u32,
    "pub extern \"C\" fn add(a: u64, b: &u64)").raw_function:: < (u64, crate
    ::__requires_plugin_core_plugin_at_crate_root::private::Ref < u64 >,), () > (add as *
    const ::core::ffi::c_void) } }
}
