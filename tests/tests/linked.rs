//! O20: the same plugins, linked into the host, which has exports of its own.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use acceptance::isolated;
use plugin_core::export;
use plugin_host::{Host, linked};

plugin_core::plugin!();

/// What the host offers.
#[export]
pub static OFFERED: AtomicU32 = AtomicU32::new(5);

isolated! {
    fn plugins_and_a_host_in_one_binary_have_tables_of_their_own() {
        let counter = linked(&counter::PLUGIN).unwrap();
        let everything = linked(&everything::PLUGIN).unwrap();
        let host = linked(&PLUGIN).unwrap();
        let names = |plugin: plugin_host::Plugin| {
            plugin.exports().map(|export| export.name()).collect::<Vec<_>>()
        };
        assert_eq!(names(counter), ["STARTED", "which"]);
        assert_eq!(names(host), ["OFFERED"]);
        assert!(names(everything).len() > 80);
        assert_eq!((counter.name(), counter.path()), ("counter", None));
    }

    fn a_linked_plugin_is_started_once_and_is_the_same_plugin() {
        let plugin = linked(&counter::PLUGIN).unwrap();
        assert_eq!(linked(&counter::PLUGIN).unwrap(), plugin);
        let started = plugin.lookup::<AtomicU32>("STARTED").unwrap();
        assert_eq!(started.load(Ordering::Relaxed), 1);
        assert!(std::ptr::eq(started.get(), &raw const counter::STARTED));
    }

    fn a_linked_plugin_behaves_as_a_loaded_one() {
        let plugin = linked(&everything::PLUGIN).unwrap();
        assert_eq!(plugin.lookup::<AtomicU64>("SEVEN").unwrap().load(Ordering::Relaxed), 7);
        let greet = plugin.lookup::<fn(&str) -> String>("greet").unwrap();
        assert_eq!(greet.call("you"), everything::greet("you"));
        let panics = plugin.lookup::<fn(&str) -> u32>("panics").unwrap();
        assert_eq!(panics.try_call("text").unwrap_err().message(), "the text is bad");
        assert!(plugin.lookup::<fn(&str) -> u32>("greet").is_err());
    }

    fn a_loaded_plugin_of_a_linked_ones_name_is_refused() {
        let first = linked(&counter::PLUGIN).unwrap();
        let error = plugin_host::open(acceptance::fixture("counter")).unwrap_err();
        assert!(error.to_string().contains("counter"), "{error}");
        let lenient = Host::builder().same_name(plugin_host::SameName::Allow).build();
        assert_ne!(lenient.open(acceptance::fixture("counter")).unwrap(), first);
    }
}
