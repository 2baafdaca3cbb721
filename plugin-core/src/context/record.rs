//! The host's side: the records behind contexts and handles.

use std::ffi::c_void;
use std::path::{Path, PathBuf};
use std::ptr;

use super::{HostErrorKind, path};
use crate::abi::{
    ContextRecord, OpenReply, OpenedRecord, Outcome, Records, References, SymbolEntry, Text,
};
use crate::error::Error;
use crate::guard;
use crate::types::{PathBytes, Transfer as _};

/// What opens plugins for other plugins.
pub trait PluginOpener: Send + Sync + 'static {
    /// Opens the plugin in a file.
    ///
    /// # Errors
    ///
    /// Why it does not open.
    fn open(&self, path: PathBuf) -> Result<&'static OpenedRecord, (HostErrorKind, Error)>;
}

/// The plugin of a context that belongs to none.
pub(super) static NO_PLUGIN: OpenedRecord = OpenedRecord {
    size: size_of::<OpenedRecord>(),
    name: Text::EMPTY,
    version: Text::EMPTY,
    path: Records::EMPTY,
    symbols: References::EMPTY,
    reserved: [0; 5],
};

/// The context that offers nothing.
pub(super) static EMPTY: ContextRecord = without_opener("host", References::EMPTY, &NO_PLUGIN);

/// Describes a plugin that is open, for the rest of the process.
pub fn opened_record(
    name: &str,
    version: &str,
    path: Option<&Path>,
    symbols: References<SymbolEntry>,
) -> &'static OpenedRecord {
    Box::leak(Box::new(OpenedRecord {
        size: size_of::<OpenedRecord>(),
        name: leak(name),
        version: leak(version),
        path: path.map_or(Records::EMPTY, path::leak),
        symbols,
        reserved: [0; 5],
    }))
}

/// What the hooks of `plugin` get, for the rest of the process.
pub fn context_record<O: PluginOpener>(
    host: &str,
    symbols: References<SymbolEntry>,
    plugin: &'static OpenedRecord,
    opener: O,
) -> &'static ContextRecord {
    let opener: &'static O = Box::leak(Box::new(opener));
    Box::leak(Box::new(ContextRecord {
        host: leak(host),
        data: ptr::from_ref(opener).cast(),
        open: Some(open::<O>),
        ..without_opener("", symbols, plugin)
    }))
}

/// A record of a context that opens no plugins.
pub(super) const fn without_opener(
    host: &'static str,
    symbols: References<SymbolEntry>,
    plugin: &'static OpenedRecord,
) -> ContextRecord {
    ContextRecord {
        size: size_of::<ContextRecord>(),
        host: Text::new(host),
        symbols,
        plugin: Some(plugin),
        data: ptr::null(),
        open: None,
        reserved: [0; 7],
    }
}

fn leak(text: &str) -> Text {
    Text::new(String::leak(text.to_owned()))
}

/// # Safety
///
/// `data` is an `O` that lives as long as the process.
unsafe extern "C" fn open<O: PluginOpener>(
    data: *const c_void,
    path: PathBytes,
) -> Outcome<OpenReply> {
    // SAFETY: by contract.
    let opener = unsafe { &*data.cast::<O>() };
    guard::outcome_of(|| {
        let reply = OpenReply { plugin: None, kind: 0, padding: 0, error: Error::msg("") };
        match opener.open(PathBuf::from_abi(path)) {
            Ok(plugin) => OpenReply { plugin: Some(plugin), ..reply },
            Err((kind, error)) => OpenReply { kind: kind.to_abi(), error, ..reply },
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{HostContext, PluginHandle};

    /// Opens what its path says.
    struct Pretends;

    impl PluginOpener for Pretends {
        fn open(&self, path: PathBuf) -> Result<&'static OpenedRecord, (HostErrorKind, Error)> {
            match path.to_str() {
                Some("good") => Ok(opened_record("good", "1.0", Some(&path), References::EMPTY)),
                Some("circular") => Err((HostErrorKind::Circular, Error::msg("a -> a"))),
                _ => panic!("no such plan"),
            }
        }
    }

    fn context() -> HostContext {
        let own = opened_record("own", "2.0", None, References::EMPTY);
        let record = context_record("app", References::EMPTY, own, Pretends);
        // SAFETY: a record that lives as long as the process.
        unsafe { HostContext::from_record(record) }
    }

    #[test]
    fn a_plugin_is_opened_by_the_host_and_known_by_its_record() {
        let host = context();
        let facts = |plugin: PluginHandle| (plugin.name(), plugin.version(), plugin.path());
        assert_eq!(host.name(), "app");
        assert_eq!(facts(host.plugin()), ("own", "2.0", None));
        let good = host.open("good").unwrap();
        assert_eq!(facts(good), ("good", "1.0", Some(Path::new("good"))));
        assert_ne!(good, host.plugin());
        assert_eq!(good.lookup::<fn()>("f").unwrap_err().to_string(), "`good` exports no `f`");
    }

    #[test]
    fn what_the_host_says_comes_with_its_kind_and_a_panic_of_it_as_an_error() {
        let host = context();
        let error = host.open("circular").unwrap_err();
        assert_eq!((error.kind(), &*error.to_string()), (HostErrorKind::Circular, "a -> a"));
        let error = host.open("other").unwrap_err();
        assert_eq!(error.kind(), HostErrorKind::Panicked);
        let text = error.to_string();
        assert!(text.starts_with("the host panicked") && text.ends_with("no such plan"), "{text}");
    }

    #[test]
    fn a_context_that_is_shorter_than_known_or_null_offers_nothing() {
        let short =
            ContextRecord { size: 8, ..without_opener("short", References::EMPTY, &NO_PLUGIN) };
        for record in [ptr::null(), ptr::from_ref(Box::leak(Box::new(short)))] {
            // SAFETY: null, or a record that lives as long as the process.
            let host = unsafe { HostContext::from_record(record) };
            assert_eq!((host.name(), host.plugin().name()), ("host", ""));
        }
    }
}
