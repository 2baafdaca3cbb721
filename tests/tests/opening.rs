//! ACCEPTANCE "Opening once".

use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::{env, fs, thread};

use acceptance::{copy, fixture, isolated, temporary_folder};
use plugin_host::{Host, OpenError, Plugin, SameName, open};

/// How often a `counter` was started.
fn started(plugin: Plugin) -> u32 {
    plugin.lookup::<AtomicU32>("STARTED").unwrap().load(Ordering::Relaxed)
}

/// Which `counter` it is.
fn which(plugin: Plugin) -> String {
    plugin.lookup::<fn() -> String>("which").unwrap().call()
}

/// A host that allows several plugins of one name.
fn lenient() -> Host {
    Host::builder().same_name(SameName::Allow).build()
}

isolated! {
    /// O1
    fn a_program_that_only_depends_on_the_host_runs() {
        assert_eq!(plugin_host::library_name("greeter"), "libgreeter.so");
        assert!(open("/nowhere/libgreeter.so").is_err());
    }

    /// O3
    fn a_variable_that_the_init_hook_set_reads_7() {
        let plugin = open(fixture("everything")).unwrap();
        assert_eq!(plugin.lookup::<AtomicU64>("SEVEN").unwrap().load(Ordering::Relaxed), 7);
    }

    /// O4
    fn another_plugin_of_the_same_file_name_is_another_plugin() {
        let folder = temporary_folder();
        let one = copy(&fixture("counter"), folder.path(), "libplugin1.so");
        let two = copy(&fixture("counter-two"), folder.path(), "sub/libplugin1.so");
        let (one, two) = (open(one).unwrap(), open(two).unwrap());
        assert_ne!(one, two);
        assert_eq!((which(one), which(two)), ("one".to_owned(), "two".to_owned()));
        assert_eq!((one.name(), two.name()), ("counter", "counter-two"));
    }

    /// O5
    fn one_file_by_any_name_is_one_plugin_started_once() {
        let folder = temporary_folder();
        let file = copy(&fixture("counter"), folder.path(), "libcounter.so");
        let spelled = folder.path().join("x/../libcounter.so");
        fs::create_dir(folder.path().join("x")).unwrap();
        let (soft, hard) = (folder.path().join("soft.so"), folder.path().join("hard.so"));
        symlink(&file, &soft).unwrap();
        let first = open(&file).unwrap();
        fs::hard_link(&file, &hard).unwrap();
        for name in [&file, &spelled, &soft, &hard] {
            assert_eq!(open(name).unwrap(), first, "{name:?}");
        }
        env::set_current_dir(folder.path()).unwrap();
        assert_eq!(open("libcounter.so").unwrap(), first);
        assert_eq!(started(first), 1);
    }

    /// O6
    fn a_copy_under_another_name_is_refused_and_not_started() {
        let folder = temporary_folder();
        let first_path = copy(&fixture("counter"), folder.path(), "first.so");
        let second_path = copy(&fixture("counter"), folder.path(), "second.so");
        let first = open(&first_path).unwrap();
        for _ in 0..2 {
            match open(&second_path).unwrap_err() {
                OpenError::AlreadyLoaded { name, first, replaced, .. } => {
                    assert_eq!(name, "counter");
                    assert_eq!(first, Some(first_path.canonicalize().unwrap()));
                    assert!(!replaced);
                }
                other => panic!("{other}"),
            }
            open(fixture("init-errs")).unwrap_err();
        }
        assert_eq!(started(first), 1);
    }

    /// O8
    fn thirty_two_threads_that_open_one_file_start_it_once() {
        let file = fixture("counter");
        let barrier = Barrier::new(32);
        let plugins: Vec<Plugin> = thread::scope(|scope| {
            let open = || {
                barrier.wait();
                open(&file).unwrap()
            };
            let threads: Vec<_> = (0..32).map(|_| scope.spawn(open)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(plugins.iter().all(|plugin| *plugin == plugins[0]));
        assert_eq!(started(plugins[0]), 1);
    }

    /// O9
    fn thirty_two_threads_that_open_thirty_two_files_start_each_once() {
        let folder = temporary_folder();
        let file = fixture("counter");
        let barrier = Barrier::new(32);
        let plugins: Vec<Plugin> = thread::scope(|scope| {
            let open = |n: usize| {
                let file = copy(&file, folder.path(), format!("{n}.so"));
                barrier.wait();
                lenient().open(file).unwrap()
            };
            let threads: Vec<_> = (0..32).map(|n| scope.spawn(move || open(n))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        for (n, plugin) in plugins.iter().enumerate() {
            assert_eq!(started(*plugin), 1);
            assert!(plugins[..n].iter().all(|other| other != plugin));
        }
    }

    /// O10
    fn a_panic_in_an_init_hook_fails_the_open_and_nothing_else() {
        let file = fixture("init-panics");
        for earlier in [false, true] {
            let error = open(&file).unwrap_err();
            match &error {
                OpenError::Init { plugin, hook, message, place, .. } => {
                    assert_eq!((&**plugin, &**hook), ("init-panics", "start"));
                    assert!(message.contains("no database"), "{message}");
                    assert!(place.contains("src/lib.rs:8"), "{place}");
                }
                other => panic!("{other}"),
            }
            assert_eq!(error.is_earlier(), earlier);
        }
        assert_eq!(started(open(fixture("counter")).unwrap()), 1);
    }

    /// O11
    fn an_error_of_an_init_hook_fails_the_open_with_its_text() {
        let file = fixture("init-errs");
        for earlier in [false, true] {
            let error = open(&file).unwrap_err();
            assert!(matches!(&error, OpenError::Init { hook, .. } if &**hook == "start"));
            let text = error.to_string();
            assert!(text.contains("bad port: invalid digit found in string"), "{text}");
            assert_eq!(error.is_earlier(), earlier);
        }
    }

    /// O13
    fn a_file_that_was_replaced_is_refused_and_the_first_plugin_stays() {
        let folder = temporary_folder();
        let file = copy(&fixture("counter"), folder.path(), "libcounter.so");
        let first = open(&file).unwrap();
        let new = copy(&fixture("counter"), folder.path(), "new.so");
        fs::rename(new, &file).unwrap();
        match open(&file).unwrap_err() {
            OpenError::AlreadyLoaded { replaced: true, .. } => {}
            other => panic!("{other}"),
        }
        assert_eq!((started(first), which(first)), (1, "one".to_owned()));
    }

    /// O13b
    fn a_file_that_the_system_loads_differently_from_what_was_read_is_refused() {
        // The system's loader knows libraries by name: it hands out the old one for a new file.
        let folder = temporary_folder();
        let file = copy(&fixture("counter"), folder.path(), "libcounter.so");
        // SAFETY: a plugin of ours, without constructors that could go wrong.
        let old = unsafe { libloading::Library::new(&file) }.unwrap();
        let new = copy(&fixture("counter-two"), folder.path(), "new.so");
        fs::rename(new, &file).unwrap();
        let error = open(&file).unwrap_err();
        assert!(matches!(error, OpenError::Replaced { .. }), "{error}");
        drop(old);
    }

    /// O13b
    fn a_file_that_was_replaced_while_it_was_loaded_is_refused() {
        for moves in [
            // In one step; with the old one kept; in a folder that is replaced.
            "plugins/new.so plugins/libmover.so\n",
            "plugins/libmover.so plugins/old.so\nplugins/new.so plugins/libmover.so\n",
            "plugins old\nnew plugins\n",
        ] {
            let folder = temporary_folder();
            env::set_current_dir(folder.path()).unwrap();
            copy(&fixture("mover"), Path::new("plugins"), "new.so");
            copy(&fixture("mover"), Path::new("new"), "libmover.so");
            let file = copy(&fixture("mover"), Path::new("plugins"), "libmover.so");
            fs::write("moves", moves).unwrap();
            let error = open(&file).unwrap_err();
            assert!(matches!(error, OpenError::Replaced { .. }), "{moves}{error}");
        }
    }

    /// O13c
    fn a_broken_file_that_is_repaired_opens() {
        let folder = temporary_folder();
        let file = folder.path().join("libcounter.so");
        fs::write(&file, "not a library").unwrap();
        assert!(!open(&file).unwrap_err().is_earlier());
        assert!(!open(&file).unwrap_err().is_earlier());
        // In place: the inode stays.
        fs::write(&file, fs::read(fixture("counter")).unwrap()).unwrap();
        assert_eq!(started(open(&file).unwrap()), 1);
    }

    /// O14
    fn a_bad_plugin_does_not_harm_a_good_one() {
        for bad in ["plain", "duplicate", "hooks-cycle", "ambiguous", "init-panics"] {
            open(fixture(bad)).unwrap_err();
        }
        assert_eq!(started(open(fixture("counter")).unwrap()), 1);
    }

    /// O16
    fn a_plugin_that_fails_before_its_hooks_does_not_run_them() {
        // Its hook would panic, but it exports one name twice.
        let error = open(fixture("duplicate")).unwrap_err();
        assert!(error.to_string().contains("exported twice"), "{error}");
        assert!(open(fixture("duplicate")).unwrap_err().is_earlier());
    }

    /// O17
    fn a_path_of_any_bytes_loads() {
        let folder = temporary_folder();
        let strange = std::ffi::OsStr::from_bytes(b"not\xffutf8.so");
        for (n, name) in
            [Path::new("a.b.c/d e.so"), Path::new("größe/ß.so"), Path::new(strange)].iter().enumerate()
        {
            let file = copy(&fixture("counter"), folder.path(), name);
            let plugin = lenient().open(&file).unwrap_or_else(|error| panic!("{n}: {error}"));
            assert_eq!(plugin.path(), Some(&*file.canonicalize().unwrap()));
        }
    }

    /// O18
    fn a_slow_plugin_does_not_hold_up_another() {
        use std::io::Write as _;
        let folder = temporary_folder();
        let gate = folder.path().join("gate");
        let listener = std::os::unix::net::UnixListener::bind(&gate).unwrap();
        let (slow_file, quick_file) = (fixture("init-waits"), fixture("counter"));
        // SAFETY: no other thread runs yet.
        unsafe { env::set_var("FIXTURE_GATE", &gate) };
        thread::scope(|scope| {
            let slow = scope.spawn(|| open(slow_file).unwrap());
            // Its init hook runs, and waits.
            let (mut hook, _) = listener.accept().unwrap();
            assert_eq!(started(open(&quick_file).unwrap()), 1);
            assert!(!slow.is_finished());
            hook.write_all(&[1]).unwrap();
            assert_eq!(slow.join().unwrap().name(), "init-waits");
        });
    }

    /// O19
    fn a_stricter_host_does_not_silently_use_a_plugin_opened_under_laxer_settings() {
        let file = fixture("counter");
        lenient().open(&file).unwrap();
        let error = Host::builder().same_name(SameName::Refuse).build().open(&file).unwrap_err();
        assert!(matches!(error, OpenError::OpenedUnderOtherSettings { .. }), "{error}");
        assert!(lenient().open(&file).is_ok());
    }

    fn a_plugin_opened_under_strict_settings_serves_a_laxer_host() {
        let file = fixture("counter");
        let strict = open(&file).unwrap();
        assert_eq!(lenient().open(&file).unwrap(), strict);
    }

    fn the_exports_of_an_included_crate_are_the_plugins_own() {
        let plugin = open(fixture("including")).unwrap();
        assert_eq!(plugin.name(), "including");
        let names: Vec<_> = plugin.exports().map(|export| export.name()).collect();
        assert_eq!(names, ["STARTED", "own", "which"]);
        // Its hooks too.
        assert_eq!(started(plugin), 1);
    }

    fn a_plugin_crate_that_is_linked_in_silently_is_refused_with_the_cure() {
        let error = open(fixture("ambiguous")).unwrap_err().to_string();
        assert!(error.contains("include = [counter]"), "{error}");
    }

    fn hooks_that_wait_for_each_other_are_an_error_that_names_them() {
        let error = open(fixture("hooks-cycle")).unwrap_err().to_string();
        assert!(error.contains("`first` (src/lib.rs:8)") && error.contains("`second`"), "{error}");
    }

    fn the_manifest_says_what_cargo_knows() {
        let plugin = open(fixture("counter")).unwrap();
        let manifest = plugin.manifest();
        assert_eq!((manifest.name(), manifest.version()), ("counter", "1.2.3"));
        assert_eq!(manifest.license(), "MIT OR Apache-2.0");
        assert_eq!(manifest.description(), "A plugin that counts how often it was started");
        assert!(manifest.compiler().starts_with("rustc 1."));
        assert_eq!(plugin.version(), "1.2.3");
    }

    fn what_is_not_a_plugin_is_refused_before_it_is_loaded() {
        let folder = temporary_folder();
        let text = folder.path().join("text.so");
        fs::write(&text, "hello").unwrap();
        assert!(matches!(open(folder.path().join("gone.so")), Err(OpenError::NotFound { .. })));
        assert!(matches!(open(&text), Err(OpenError::NotALibrary { .. })));
        assert!(matches!(open(env::current_exe().unwrap()), Err(OpenError::NotALibrary { .. } | OpenError::NotAPlugin { .. })));
        let error = open(fixture("plain")).unwrap_err();
        assert!(matches!(error, OpenError::NotAPlugin { .. }), "{error}");
        assert!(error.to_string().contains("plugin_core::plugin!();"), "{error}");
    }
}
