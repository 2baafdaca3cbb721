// What `export_static.rs` expands to, written by `src/golden.rs`.
pub static V: AtomicI64 = AtomicI64::new(0);
crate::__requires_plugin_core_plugin_at_crate_root::private::register! {
    __EXPORT_V 93
    b"\x01\0\x01\0\x01\0\0\0V\x02\0\x04\0\0\0\x03\0\0\0\x06\0\x17\0\0\0pub static V: AtomicI64\x03\0\r\0\0\0plugin-macros\x04\0\n\0\0\0src/lib.rs\x05\0\x04\0\0\0\x01\0\0\0"
    crate ::__requires_plugin_core_plugin_at_crate_root::item("V",
    8414746419710464231u64, "src/lib.rs", 1u32, "pub static V: AtomicI64").variable:: <
    AtomicI64 > (& V)
}
