// What `export_function.rs` expands to, written by `src/golden.rs`.
/// Greets somebody by name.
pub fn greet(name: &str, times: u32) -> String {
    name.repeat(times as usize)
}
crate::__requires_plugin_core_plugin_at_crate_root::private::register! {
    __EXPORT_greet 168
    b"\x01\0\x01\0\x05\0\0\0greet\x02\0\x04\0\0\0\x01\0\0\0\x06\0.\0\0\0pub fn greet(name: &str, times: u32) -> String\x07\0\x18\0\0\0Greets somebody by name.\x08\0\x0C\0\0\0\x04\0\0\0menuHelp\x03\0\r\0\0\0plugin-macros\x04\0\n\0\0\0src/lib.rs\x05\0\x04\0\0\0\x01\0\0\0"
    crate ::__requires_plugin_core_plugin_at_crate_root::item("greet",
    8152746306827489729u64, "src/lib.rs", 1u32,
    "pub fn greet(name: &str, times: u32) -> String").docs("Greets somebody by name.")
    .meta(& [crate ::__requires_plugin_core_plugin_at_crate_root::private::Meta { key :
    crate ::__requires_plugin_core_plugin_at_crate_root::private::Text::new("menu"),
    value : crate
    ::__requires_plugin_core_plugin_at_crate_root::private::Text::new("Help") }])
    .function:: < (crate ::__requires_plugin_core_plugin_at_crate_root::private::Ref <
    str >, u32,), String, _ > (greet)
}
