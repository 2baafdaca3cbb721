//! Promises that types make to the compiler.

use std::sync::atomic::AtomicI64;

use plugin_core::{
    Error, Export, HostContext, HostError, LookupError, Opaque, OpaqueTag, PluginHandle,
    PluginPanic, RArc, RHashMap, RMutex, RString, RVec, Symbol, SymbolTable,
};

fn send<T: Send>() {}
fn sync<T: Sync>() {}
fn copy<T: Copy + 'static>() {}

#[test]
fn symbols_are_copied_and_shared_between_threads() {
    send::<Symbol<fn(&str) -> String>>();
    sync::<Symbol<fn(&str) -> String>>();
    copy::<Symbol<fn(&str) -> String>>();
    send::<Symbol<AtomicI64>>();
    sync::<Symbol<AtomicI64>>();
    copy::<Symbol<extern "C" fn(u64) -> u64>>();
    send::<SymbolTable>();
    sync::<SymbolTable>();
    copy::<Export>();
    send::<HostContext>();
    sync::<HostContext>();
    copy::<HostContext>();
    send::<PluginHandle>();
    sync::<PluginHandle>();
    copy::<PluginHandle>();
}

#[test]
fn errors_go_to_other_threads() {
    fn error<T: std::error::Error + Send + Sync + 'static>() {}
    error::<LookupError>();
    error::<HostError>();
    error::<PluginPanic>();
    send::<Error>();
    sync::<Error>();
}

#[test]
fn containers_are_as_free_as_what_they_hold() {
    send::<(RString, RVec<u32>, RHashMap<RString, u32>, RArc<u32>, RMutex<u32>)>();
    sync::<(RString, RVec<u32>, RHashMap<RString, u32>, RArc<u32>, RMutex<u32>)>();
}

/// Whether a type is `Send`, by the method that is found first.
struct Probe<T>(std::marker::PhantomData<T>);

trait Otherwise {
    fn is_send(&self) -> bool {
        false
    }
}

impl<T> Otherwise for Probe<T> {}

impl<T: Send> Probe<T> {
    #[expect(clippy::unused_self, reason = "as the method of the trait")]
    fn is_send(&self) -> bool {
        true
    }
}

#[test]
fn a_handle_stays_on_its_thread_unless_its_owner_says_otherwise() {
    enum Tag {}
    impl OpaqueTag for Tag {
        const NAME: &'static str = "test.Tag";
    }
    assert!(!Probe::<Opaque<Tag>>(std::marker::PhantomData).is_send());
    assert!(Probe::<u32>(std::marker::PhantomData).is_send());
}
