// What `export_object.rs` expands to, written by `src/golden.rs`.
/// Greets.
pub static GREETER: &dyn Greeter = &Hello;
crate::__requires_plugin_core_plugin_at_crate_root::private::register! {
    __EXPORT_GREETER 121
    b"\x01\0\x01\0\x07\0\0\0GREETER\x02\0\x04\0\0\0\x04\0\0\0\x06\0 \0\0\0pub static GREETER: &dyn Greeter\x07\0\x07\0\0\0Greets.\x03\0\r\0\0\0plugin-macros\x04\0\n\0\0\0src/lib.rs\x05\0\x04\0\0\0\x01\0\0\0"
    { struct __Object; impl crate
    ::__requires_plugin_core_plugin_at_crate_root::private::ExportedObject for __Object {
    type Interface = dyn Greeter; fn object() -> & 'static < Self::Interface as crate
    ::__requires_plugin_core_plugin_at_crate_root::private::Interface > ::Object <
    'static > { GREETER } } crate
    ::__requires_plugin_core_plugin_at_crate_root::item("GREETER",
    13037792232391909702u64, "src/lib.rs", 1u32, "pub static GREETER: &dyn Greeter")
    .docs("Greets.").object:: < __Object > () }
}
