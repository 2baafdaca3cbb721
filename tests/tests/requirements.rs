//! What a host requires of every plugin: `Host::builder().require`.

use std::fs;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use acceptance::{copy, fixture, isolated, temporary_folder};
use plugin_host::{Host, OpenError, Plugin, linked, open};

fn started(plugin: Plugin) -> u32 {
    plugin.lookup::<AtomicU32>("STARTED").unwrap().load(Ordering::Relaxed)
}

/// A host that requires what a `counter` has.
fn modest() -> Host {
    Host::builder().require::<fn() -> String>("which").require::<AtomicU32>("STARTED").build()
}

/// A host that requires what a `counter` has, and what it has not.
fn demanding() -> Host {
    Host::builder()
        .require::<fn() -> String>("which")
        .require::<fn(&str) -> String>("wich")
        .require::<AtomicU64>("STARTED")
        .require::<fn()>("clear")
        .build()
}

const MISSING: &str = "plugin `counter` does not fit this host: \
    export `wich`: expected function `fn(&str) -> String`, found nothing of that name, but `which`; \
    export `STARTED`: expected variable `AtomicU64`, found variable `AtomicU32`; \
    export `clear`: expected function `fn()`, found nothing of that name";

isolated! {
    /// O7
    fn all_that_a_plugin_lacks_is_told_and_its_hooks_do_not_run() {
        let file = fixture("counter");
        for _ in 0..2 {
            let error = demanding().open(&file).unwrap_err();
            assert_eq!(error.to_string(), MISSING);
            assert!(!error.is_earlier(), "each host is told what it lacks itself");
            match error {
                OpenError::Incompatible { differences, .. } => assert_eq!(differences.len(), 3),
                other => panic!("{other}"),
            }
        }
        // It was loaded and not started, so a host that requires less starts it, once.
        assert_eq!(started(modest().open(&file).unwrap()), 1);
        assert_eq!(started(open(&file).unwrap()), 1);
    }

    /// O16
    fn hooks_that_would_panic_do_not_run_in_a_plugin_that_does_not_fit() {
        let file = fixture("init-panics");
        let error = modest().open(&file).unwrap_err();
        assert!(matches!(error, OpenError::Incompatible { .. }), "{error}");
        let error = open(&file).unwrap_err();
        assert!(matches!(error, OpenError::Init { earlier: false, .. }), "{error}");
        let error = modest().open(&file).unwrap_err();
        assert!(matches!(error, OpenError::Init { earlier: true, .. }), "{error}");
    }

    fn a_plugin_that_is_open_already_is_checked_too() {
        let file = fixture("counter");
        let plugin = open(&file).unwrap();
        assert_eq!(demanding().open(&file).unwrap_err().to_string(), MISSING);
        assert_eq!(modest().open(&file).unwrap(), plugin);
        assert_eq!(open(&file).unwrap(), plugin, "the plugin is as it was");
    }

    fn a_linked_plugin_is_checked_too() {
        assert_eq!(demanding().linked(&counter::PLUGIN).unwrap_err().to_string(), MISSING);
        let plugin = modest().linked(&counter::PLUGIN).unwrap();
        assert_eq!(started(plugin), 1);
        assert_eq!(linked(&counter::PLUGIN).unwrap(), plugin);
    }

    fn a_plugin_that_does_not_fit_leaves_its_name_to_another() {
        let folder = temporary_folder();
        let copied = copy(&fixture("counter"), folder.path(), "copy.so");
        demanding().open(fixture("counter")).unwrap_err();
        let plugin = open(&copied).unwrap();
        assert_eq!(started(plugin), 1);
        let error = open(fixture("counter")).unwrap_err();
        assert!(matches!(error, OpenError::AlreadyLoaded { replaced: false, .. }), "{error}");
    }

    fn a_file_that_did_not_fit_and_was_replaced_is_not_taken_for_the_new_one() {
        let folder = temporary_folder();
        let file = copy(&fixture("counter"), folder.path(), "libcounter.so");
        demanding().open(&file).unwrap_err();
        let new = copy(&fixture("counter-two"), folder.path(), "new.so");
        fs::rename(new, &file).unwrap();
        let error = open(&file).unwrap_err();
        assert!(matches!(error, OpenError::AlreadyLoaded { replaced: true, .. }), "{error}");
    }

    fn thirty_two_threads_whose_hosts_differ_start_it_once() {
        let file = fixture("counter");
        let plugins: Vec<Plugin> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..32)
                .map(|n| {
                    let file = &file;
                    scope.spawn(move || {
                        if n % 2 == 0 {
                            return modest().open(file).ok();
                        }
                        let error = demanding().open(file).unwrap_err();
                        assert_eq!(error.to_string(), MISSING);
                        None
                    })
                })
                .collect();
            threads.into_iter().filter_map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(plugins.len(), 16);
        assert!(plugins.iter().all(|plugin| *plugin == plugins[0]));
        assert_eq!(started(plugins[0]), 1);
    }
}
