// What `plugin.rs` expands to, written by `src/golden.rs`.
#[doc(hidden)]
pub mod __requires_plugin_core_plugin_at_crate_root {
    pub use ::plugin_core::private;
    pub const RECORD: private::PluginRecord = private::PluginRecord {
        name: private::or_empty(::core::option_env!("CARGO_PKG_NAME")),
        version: "1.0.0",
        authors: private::or_empty(::core::option_env!("CARGO_PKG_AUTHORS")),
        description: private::or_empty(::core::option_env!("CARGO_PKG_DESCRIPTION")),
        license: private::or_empty(::core::option_env!("CARGO_PKG_LICENSE")),
        repository: private::or_empty(::core::option_env!("CARGO_PKG_REPOSITORY")),
        package: match ::core::option_env!("CARGO_PKG_NAME") {
            ::core::option::Option::Some(package) => package,
            ::core::option::Option::None => {
                private::or_empty(::core::option_env!("CARGO_PKG_NAME"))
            }
        },
        root_symbol: "rust_plugin_root_plugin_macros",
        panic: if ::core::cfg!(panic = "abort") { "abort" } else { "unwind" },
        debug_assertions: ::core::cfg!(debug_assertions),
        application: ::core::option::Option::Some(editor_api::API),
        includes: &[
            ::counter::__requires_plugin_core_plugin_at_crate_root::RECORD.package,
        ],
        excludes: &[
            ::helper::__requires_plugin_core_plugin_at_crate_root::RECORD.package,
        ],
    };
    pub const PACKAGE: &str = RECORD.package;
    pub type ExportNote<const TEXTS: usize, const FILE: usize> = private::ExportNote<
        TEXTS,
        { PACKAGE.len() },
        FILE,
    >;
    pub(crate) static ROOT: private::RootCell = private::RootCell::new();
    pub(crate) const fn item(
        name: &'static str,
        hash: u64,
        file: &'static str,
        line: u32,
        declaration: &'static str,
    ) -> private::Item {
        const TEXT: private::Text = private::Text::new(PACKAGE);
        private::Item {
            plugin: &ROOT,
            name: private::Text::new(name),
            hash,
            package: TEXT,
            file: private::Text::new(file),
            line,
            declaration: private::Text::new(declaration),
            docs: private::Text::EMPTY,
            meta: private::Records::EMPTY,
        }
    }
    pub fn collect(collector: &mut private::Collector) {
        if collector.enter(&ROOT, private::rows!()) {
            ::counter::__requires_plugin_core_plugin_at_crate_root::collect(collector);
        }
    }
    extern "C" fn root(
        host: ::core::option::Option<&private::HostInfo>,
    ) -> *const private::Root {
        ROOT.get(host, &RECORD.name, collect)
    }
    #[unsafe(export_name = "rust_plugin_root_plugin_macros")]
    pub static PREFIX: private::PrefixWithRecord<{ RECORD.encoded_len() }> = private::PrefixWithRecord::new(
        root,
        RECORD.payload(),
        PREFIX.record(),
    );
}
/// This plugin, to be linked into a program instead of loaded from a file.
pub static PLUGIN: __requires_plugin_core_plugin_at_crate_root::private::LinkedPlugin = unsafe {
    __requires_plugin_core_plugin_at_crate_root::private::LinkedPlugin::new(
        __requires_plugin_core_plugin_at_crate_root::PREFIX.prefix(),
    )
};
__requires_plugin_core_plugin_at_crate_root::private::note! {
    plugin __A_RECORD : __requires_plugin_core_plugin_at_crate_root::private::Note < {
    __requires_plugin_core_plugin_at_crate_root::RECORD.encoded_len() } > =
    __requires_plugin_core_plugin_at_crate_root::RECORD.note()
}
const _: () = {
    #[allow(unused_imports, reason = "fails to compile anywhere else")]
    use crate::__requires_plugin_core_plugin_at_crate_root as _;
};
