//! What a library's file is called.

use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};

/// The file name under which cargo builds the `cdylib` of a package or library `name` on this
/// system: `libgreeter.so` on Linux, `libgreeter.dylib` on macOS, `greeter.dll` on Windows.
///
/// # Examples
///
/// ```no_run
/// let path = std::path::Path::new("plugins").join(plugin_host::library_name("greeter"));
/// let plugin = plugin_host::open(path)?;
/// # Ok::<(), plugin_host::OpenError>(())
/// ```
pub fn library_name(name: &str) -> String {
    format!("{DLL_PREFIX}{}{DLL_SUFFIX}", name.replace('-', "_"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_librarys_name_is_spelled_as_cargo_spells_it() {
        let name = super::library_name("my-greeter");
        if cfg!(windows) {
            assert_eq!(name, "my_greeter.dll");
        } else if cfg!(target_vendor = "apple") {
            assert_eq!(name, "libmy_greeter.dylib");
        } else {
            assert_eq!(name, "libmy_greeter.so");
        }
    }
}
