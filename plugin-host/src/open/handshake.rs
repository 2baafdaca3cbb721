//! The handshake: prefix, then root. Nothing is read before it is known to be there.

use std::ptr;

use plugin_core::abi::{
    ABI_MAJOR, ABI_MINOR, HookEntry, HostInfo, MAGIC, Prefix, Records, Root, target_hash,
};
use plugin_core::manifest::TARGET;

use crate::error::{Incompatibility, OpenError};
use crate::{logging, panics, trace};

/// Size of the prefix in ABI 1.0; a newer plugin's is larger. It stays what it is when a field is
/// appended, which is then read only if the size covers it.
const PREFIX_SIZE: usize = size_of::<Prefix>();
/// Size of the root in ABI 1.0; likewise.
const ROOT_SIZE: usize = size_of::<Root>();

/// The prefix at `address`, if it can be read as one.
///
/// # Safety
///
/// At `address` stands what `plugin!()` of some version of `plugin-core` puts behind a root symbol,
/// for the rest of the process.
pub(super) unsafe fn prefix(
    address: *const Prefix,
) -> Result<&'static Prefix, Vec<Incompatibility>> {
    if !address.is_aligned() {
        return Err(vec![difference("alignment of the prefix", align_of::<Prefix>(), "less")]);
    }
    // SAFETY: the prefix of every version starts with the magic bytes.
    let magic = unsafe { address.cast::<[u8; 16]>().read() };
    if magic != MAGIC {
        return Err(vec![difference("magic", MAGIC.escape_ascii(), magic.escape_ascii())]);
    }
    // SAFETY: with these magic bytes, it goes on with its size; the place is inside the static.
    let size = unsafe { &raw const (*address).size };
    // SAFETY: as above, and aligned as the whole is.
    let size = unsafe { size.read() } as usize;
    if size < PREFIX_SIZE {
        return Err(vec![difference(
            "size of the prefix",
            format_args!("at least {PREFIX_SIZE} bytes"),
            size,
        )]);
    }
    // SAFETY: it is as large as this host's, and its fields up to there are frozen.
    Ok(unsafe { &*address })
}

/// The root behind a prefix, if this host understands all of it.
///
/// # Errors
///
/// `Incompatible` with everything that differs; `Hooks`.
pub(super) fn root(prefix: &'static Prefix, plugin: &str) -> Result<&'static Root, OpenError> {
    let incompatible = |differences| OpenError::Incompatible {
        plugin: plugin.to_owned(),
        differences,
        earlier: false,
    };
    let differences = of_prefix(prefix);
    if !differences.is_empty() {
        return Err(incompatible(differences));
    }
    let root = call(prefix).map_err(|difference| incompatible(vec![difference]))?;
    let differences = of_root(root);
    if !differences.is_empty() {
        return Err(incompatible(differences));
    }
    match root.problem.as_str() {
        "" => Ok(root),
        problem => Err(OpenError::Hooks {
            plugin: plugin.to_owned(),
            problem: problem.to_owned(),
            earlier: false,
        }),
    }
}

fn of_prefix(prefix: &Prefix) -> Vec<Incompatibility> {
    let mut differences = Vec::new();
    if prefix.abi_major != ABI_MAJOR {
        differences.push(difference(
            "plugin ABI",
            format_args!("{ABI_MAJOR}.{ABI_MINOR}"),
            format_args!("{}.{}", prefix.abi_major, prefix.abi_minor),
        ));
    }
    if prefix.required != 0 {
        let found = format_args!("{:#x}", prefix.required);
        differences.push(difference("required features", "none that are new", found));
    }
    if prefix.target != target_hash(TARGET) {
        differences.push(difference("target", format_args!("`{TARGET}`"), "another"));
    }
    differences
}

/// Asks the plugin for its root.
fn call(prefix: &Prefix) -> Result<&'static Root, Incompatibility> {
    let host = HostInfo {
        report_panic: Some(panics::report),
        log: logging::SINK,
        trace: trace::SINK,
        ..HostInfo::new()
    };
    let root = (prefix.root)(Some(&host));
    if root.is_null() || !root.is_aligned() {
        return Err(difference("root", "a table", "none"));
    }
    // SAFETY: a root is at least its size, which it starts with; the plugin is never unloaded.
    let size = unsafe { ptr::read(root.cast::<usize>()) };
    if size < ROOT_SIZE {
        let expected = format_args!("at least {ROOT_SIZE} bytes");
        return Err(difference("size of the root", expected, size));
    }
    // SAFETY: it is as large as this host's, and its fields up to there are frozen.
    Ok(unsafe { &*root })
}

fn of_root(root: &Root) -> Vec<Incompatibility> {
    let mut differences = Vec::new();
    for (item, is_readable) in [
        ("symbol table", root.symbols.is_readable()),
        ("init hooks", root.init.is_readable()),
        ("shutdown hooks", root.shutdown.is_readable()),
    ] {
        if !is_readable {
            differences.push(difference(item, "records of this ABI", "shorter ones"));
        }
    }
    let hooks = |hooks: Records<HookEntry>| hooks.iter().filter(|hook| hook.flags != 0);
    for hook in hooks(root.init).chain(hooks(root.shutdown)) {
        let item = format!("hook `{}`", hook.name.as_str());
        let found = format_args!("flags {:#x}", hook.flags);
        differences.push(difference(&item, "no flags that are new", found));
    }
    differences
}

#[cold]
fn difference(
    item: &str,
    expected: impl std::fmt::Display,
    found: impl std::fmt::Display,
) -> Incompatibility {
    Incompatibility {
        item: item.to_owned(),
        expected: expected.to_string(),
        found: found.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use plugin_core::abi::{Bytes, References, RootFn, SymbolEntry, Text};

    use super::*;

    const ROOT: Root = Root {
        size: ROOT_SIZE,
        symbols: References::EMPTY,
        init: Records::EMPTY,
        shutdown: Records::EMPTY,
        flush: None,
        log_level: None,
        problem: Text::EMPTY,
        reserved: [0; 6],
    };

    fn leak<T>(value: T) -> &'static T {
        Box::leak(Box::new(value))
    }

    extern "C" fn good(host: Option<&HostInfo>) -> *const Root {
        assert_eq!(host.unwrap().abi_major, ABI_MAJOR);
        leak(ROOT)
    }

    extern "C" fn null(_: Option<&HostInfo>) -> *const Root {
        ptr::null()
    }

    extern "C" fn small(_: Option<&HostInfo>) -> *const Root {
        leak(Root { size: 8, ..ROOT })
    }

    extern "C" fn troubled(_: Option<&HostInfo>) -> *const Root {
        leak(Root { problem: Text::new("a waits for b"), ..ROOT })
    }

    extern "C" fn unreadable(_: Option<&HostInfo>) -> *const Root {
        static SHORT: [&u8; 2] = [&1, &2];
        let short = References::new(&SHORT);
        // SAFETY: a table of records of one byte, which says so, is what a reader has to refuse.
        let symbols =
            unsafe { std::mem::transmute::<References<u8>, References<SymbolEntry>>(short) };
        leak(Root { symbols, ..ROOT })
    }

    fn prefix_with(root: RootFn) -> Prefix {
        Prefix::new(root, b"record")
    }

    fn read(prefix: Prefix) -> Result<&'static Prefix, String> {
        // SAFETY: a prefix, leaked.
        unsafe { super::prefix(leak(prefix)) }.map_err(|differences| {
            differences.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
        })
    }

    fn refusal(prefix: Prefix) -> String {
        root(leak(prefix), "x").unwrap_err().to_string()
    }

    #[test]
    fn a_prefix_is_read_no_further_than_it_is_known() {
        assert_eq!(read(prefix_with(good)).unwrap().record.as_slice(), b"record");
        let larger = Prefix { size: 500, ..prefix_with(good) };
        assert!(read(larger).is_ok(), "a newer plugin's may be larger");
        let smaller = Prefix { size: 119, ..prefix_with(good) };
        assert_eq!(
            read(smaller).unwrap_err(),
            "size of the prefix: expected at least 120 bytes, found 119"
        );
        let other = Prefix { magic: *b"something other!", ..prefix_with(good) };
        assert_eq!(
            read(other).unwrap_err(),
            r"magic: expected rust\x00plugin\x00root, found something other!"
        );
        let address = ptr::without_provenance(0x1001);
        // SAFETY: nothing is read at an address that is not aligned.
        let refused = unsafe { prefix(address) }.unwrap_err();
        assert_eq!(refused[0].item, "alignment of the prefix");
    }

    #[test]
    fn every_difference_is_told_before_the_plugin_runs() {
        extern "C" fn never(_: Option<&HostInfo>) -> *const Root {
            unreachable!("the prefix does not fit")
        }
        let prefix = Prefix {
            abi_major: 7,
            required: 4,
            target: 0,
            record: Bytes::new(b""),
            ..prefix_with(never)
        };
        assert_eq!(
            refusal(prefix),
            format!(
                "plugin `x` does not fit this host: plugin ABI: expected 1.0, found 7.0; required \
                 features: expected none that are new, found 0x4; target: expected `{TARGET}`, \
                 found another"
            )
        );
        let newer = Prefix { abi_minor: 9, optional: u64::MAX, ..prefix_with(good) };
        assert!(root(leak(newer), "x").is_ok(), "what may be ignored is ignored");
    }

    #[test]
    fn a_root_that_cannot_be_used_is_refused() {
        for (root, expected) in [
            (
                null as RootFn,
                "plugin `x` does not fit this host: root: expected a table, found none",
            ),
            (
                small,
                "plugin `x` does not fit this host: size of the root: expected at least 160 bytes, \
                 found 8",
            ),
            (
                unreadable,
                "plugin `x` does not fit this host: symbol table: expected records of this ABI, \
                 found shorter ones",
            ),
            (troubled, "the hooks of plugin `x` have no order: a waits for b"),
        ] {
            assert_eq!(refusal(prefix_with(root)), expected);
        }
    }
}
