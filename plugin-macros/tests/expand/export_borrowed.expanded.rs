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
crate::__requires_plugin_core_plugin_at_crate_root::private::register! {
    __EXPORT_find 175
    b"\x01\0\x01\0\x04\0\0\0find\x02\0\x04\0\0\0\x01\0\0\0\x06\0f\0\0\0unsafe fn find<'a>(values: &'a mut [Option<u32>], view: View<'_>, or: &'static u32) -> Option<&'a u32>\x03\0\r\0\0\0plugin-macros\x04\0\n\0\0\0src/lib.rs\x05\0\x04\0\0\0\x01\0\0\0"
    { #[derive(::core::clone::Clone, ::core::marker::Copy)] struct __Callee; fn __call <
    'a > ((__a0, __a1, __a2,) : < (crate
    ::__requires_plugin_core_plugin_at_crate_root::private::Mut < [Option < u32 >] >,
    View < 'static >, & 'static u32,) as crate
    ::__requires_plugin_core_plugin_at_crate_root::private::Signature > ::Received < 'a
    >,) -> < Option < crate ::__requires_plugin_core_plugin_at_crate_root::private::Ref <
    u32 > > as crate ::__requires_plugin_core_plugin_at_crate_root::private::Transfer >
    ::Rust < 'a > { unsafe { find(__a0, __a1, __a2) } } impl < 'a > crate
    ::__requires_plugin_core_plugin_at_crate_root::private::Callee < 'a, (crate
    ::__requires_plugin_core_plugin_at_crate_root::private::Mut < [Option < u32 >] >,
    View < 'static >, & 'static u32,), Option < crate
    ::__requires_plugin_core_plugin_at_crate_root::private::Ref < u32 > > > for __Callee
    { unsafe fn call(arguments : < (crate
    ::__requires_plugin_core_plugin_at_crate_root::private::Mut < [Option < u32 >] >,
    View < 'static >, & 'static u32,) as crate
    ::__requires_plugin_core_plugin_at_crate_root::private::Signature > ::Received < 'a
    >,) -> < Option < crate ::__requires_plugin_core_plugin_at_crate_root::private::Ref <
    u32 > > as crate ::__requires_plugin_core_plugin_at_crate_root::private::Transfer >
    ::Rust < 'a > { __call(arguments) } } const _ : Find = find; crate
    ::__requires_plugin_core_plugin_at_crate_root::item("find", 8343562301883571819u64,
    "src/lib.rs", 1u32,
    "unsafe fn find<'a>(values: &'a mut [Option<u32>], view: View<'_>, or: &'static u32) -> Option<&'a u32>")
    .unsafe_function:: < (crate
    ::__requires_plugin_core_plugin_at_crate_root::private::Mut < [Option < u32 >] >,
    View < 'static >, & 'static u32,), Option < crate
    ::__requires_plugin_core_plugin_at_crate_root::private::Ref < u32 > >, _ > (__Callee)
    }
}
