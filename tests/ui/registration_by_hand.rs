//! Only the macros' own constructors make a registration, which vouches for an address.
plugin_core::plugin!();

fn forge(row: plugin_core::abi::SymbolEntry) -> plugin_core::private::Registration {
    plugin_core::private::Registration(row)
}

fn main() {}
