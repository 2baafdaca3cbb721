//! ACCEPTANCE "Looking up".

use std::fs;
use std::num::NonZeroU64;
use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use acceptance::{copy, fixture, isolated, temporary_folder, workspace};
use plugin_core::{Mut, Portable, RStr, RString, Ref};
use plugin_host::{ExportKind, LookupError, Plugin, open};
use shared::{Node, Record, Slot, Twin};

/// A plugin with an export for everything.
fn everything() -> Plugin {
    open(fixture("everything")).unwrap()
}

/// The message of a refused lookup.
fn refusal<T: std::fmt::Debug>(result: Result<T, LookupError>) -> String {
    result.unwrap_err().to_string()
}

isolated! {
    /// L1
    fn the_example_of_gos_documentation_prints_hello_number_7() {
        let plugin = everything();
        plugin.lookup::<AtomicI64>("V").unwrap().store(7, Ordering::Relaxed);
        plugin.lookup::<fn()>("f").unwrap().call();
        // The line itself is asserted where the output of a process is: in `quickstart`.
        assert_eq!(plugin.lookup::<AtomicI64>("V").unwrap().load(Ordering::Relaxed), 7);
    }

    /// L2
    fn an_unknown_name_is_answered_with_the_nearest() {
        let plugin = everything();
        assert_eq!(
            refusal(plugin.lookup::<fn(&str) -> String>("gret")),
            "`everything` exports no `gret`: did you mean `greet`?"
        );
        assert_eq!(
            refusal(plugin.lookup::<fn()>("nothing of the kind")),
            "`everything` exports no `nothing of the kind`"
        );
    }

    /// L3
    fn a_wrong_type_is_refused_with_expected_and_found() {
        let plugin = everything();
        let refusals = [
            refusal(plugin.lookup::<fn() -> i64>("V")),
            refusal(plugin.lookup::<AtomicU64>("V")),
            refusal(plugin.lookup::<AtomicI64>("greet")),
            refusal(plugin.lookup::<fn(&str, u8) -> String>("greet")),
            refusal(plugin.lookup::<fn(u32) -> String>("greet")),
            refusal(plugin.lookup::<fn(&str)>("greet")),
            refusal(plugin.lookup::<fn(&'static str) -> String>("greet")),
            refusal(plugin.lookup::<fn(&u64, &u64)>("increment")),
            refusal(plugin.lookup::<unsafe fn(&str) -> String>("greet")),
            refusal(plugin.lookup::<fn(u64, u64) -> u64>("fast_add")),
            refusal(plugin.lookup::<extern "C" fn(u64, u64) -> u64>("guarded_add")),
            refusal(plugin.lookup::<fn(Mut<Record>, Ref<str>)>("name_of")),
            refusal(plugin.lookup::<fn(Vec<Option<Vec<u8>>>) -> Vec<Option<Vec<u8>>>>("echo_nested")),
        ];
        assert_eq!(refusals.join("\n"), include_str!("refusals.txt").trim_end());
    }

    /// L4
    fn private_types_of_one_name_in_two_plugins_are_apart() {
        let folder = temporary_folder();
        let second = copy(&fixture("everything"), folder.path(), "second.so");
        let both = plugin_host::Host::builder()
            .same_name(plugin_host::SameName::Allow)
            .build();
        let first = both.open(fixture("everything")).unwrap();
        let second = both.open(second).unwrap();
        assert_ne!(first, second);
        for plugin in [first, second] {
            assert!(plugin.lookup::<fn() -> bool>("private_flag").unwrap().call());
        }
    }

    /// L5
    fn a_recursive_type_is_compared_to_an_end() {
        use plugin_core::{RBox, ROption};
        let length = everything().lookup::<fn(&Node) -> usize>("length").unwrap();
        let list = (1..4).fold(Node { number: 0, next: ROption::RNone }, |next, number| Node {
            number,
            next: ROption::RSome(RBox::new(next)),
        });
        assert_eq!(length.call(&list), 4);
    }

    /// L6
    fn a_struct_that_differs_is_refused_with_the_path_of_the_difference() {
        #[derive(Portable)]
        #[portable(id = "test.Level")]
        #[repr(u8)]
        #[allow(dead_code, reason = "only its layout matters")]
        enum Level {
            Low = 1,
            High = 2,
        }
        #[derive(Portable)]
        #[portable(id = "test.Config")]
        #[repr(C)]
        struct Config {
            pub retries: u32,
            pub verbose: bool,
            pub level: Level,
        }
        let plugin = open(fixture("layouts")).unwrap();
        let same = plugin.lookup::<Config>("same").unwrap();
        assert_eq!((same.retries, same.verbose), (3, true));
        assert!(matches!(same.level, Level::Low));
        let differences: Vec<String> = [
            "longer", "shorter", "reordered", "renamed", "retyped", "realigned", "renumbered",
            "more_variants",
        ]
        .into_iter()
        .map(|name| match plugin.lookup::<Config>(name) {
            Err(LookupError::TypeMismatch(mismatch)) => {
                format!("{name}: {}", mismatch.differences()[0])
            }
            other => panic!("{name}: {other:?}"),
        })
        .collect();
        assert_eq!(
            differences,
            [
                "longer: test.Config: expected fields `retries, verbose, level`, found fields \
                 `retries, verbose, level, extra`",
                "shorter: test.Config: expected fields `retries, verbose, level`, found fields \
                 `retries, verbose`",
                "reordered: test.Config: expected fields `retries, verbose, level`, found fields \
                 `retries, level, verbose`",
                "renamed: test.Config: expected fields `retries, verbose, level`, found fields \
                 `attempts, verbose, level`",
                "retyped: test.Config.retries: expected `u32`, found `i32`",
                "realigned: expected 8 bytes, found 16 bytes",
                "renumbered: test.Config.level::High: expected discriminant 2, found discriminant 3",
                "more_variants: test.Config.level: expected variants `Low, High`, found variants \
                 `Low, High, Top`",
            ]
        );
    }

    /// L7
    fn one_type_from_two_plugins_goes_through_one_slot() {
        let folder = temporary_folder();
        let second = copy(&fixture("everything"), folder.path(), "second.so");
        let both = plugin_host::Host::builder()
            .same_name(plugin_host::SameName::Allow)
            .build();
        let plugins = [both.open(fixture("everything")).unwrap(), both.open(second).unwrap()];
        let mut slot: Record = Record::default();
        for plugin in plugins {
            let echo = plugin.lookup::<fn(Record) -> Record>("echo_record").unwrap();
            let append = plugin.lookup::<fn(&mut Record, &str)>("append").unwrap();
            slot = echo.call(slot);
            append.call(&mut slot, "x");
        }
        assert_eq!((slot.value, slot.name.as_str(), slot.items.len()), (2, "xx", 2));
    }

    /// L8
    fn a_value_set_at_build_time_is_read() {
        let built = acceptance::build("stamped", |build| build.env("FIXTURE_VAL", "linkstr"));
        let value = open(built).unwrap().lookup::<RStr<'static>>("VAL").unwrap();
        assert_eq!(value.as_str(), "linkstr");
    }

    /// L9
    fn all_exports_are_listed_with_kinds_signatures_docs_and_meta() {
        let plugin = everything();
        let named = |name| plugin.exports().find(|export| export.name() == name).unwrap();
        let greet = named("greet");
        assert_eq!(greet.kind(), ExportKind::Function);
        assert_eq!(greet.signature(), "fn(&str) -> String");
        assert_eq!(greet.declaration(), "pub fn greet(name: &str) -> String");
        assert_eq!(greet.docs(), "Greets somebody by name.\n\nOn two lines.");
        assert_eq!(greet.meta().collect::<Vec<_>>(), [("menu", "Help")]);
        assert_eq!(greet.place().0, "src/lib.rs");
        assert_eq!(named("V").kind(), ExportKind::Variable);
        assert_eq!(named("V").signature(), "AtomicI64");
        assert_eq!(named("fast_add").kind(), ExportKind::RawFunction);
        assert_eq!(named("fast_add").signature(), "extern \"C\" fn(u64, u64) -> u64");
        let names: Vec<_> = plugin.exports().map(|export| export.name()).collect();
        assert!(names.is_sorted() && names.len() > 80, "{names:?}");
    }

    /// L10
    fn unusual_names_are_found() {
        let plugin = everything();
        let call = |name: &str| plugin.lookup::<fn() -> u32>(name).unwrap().call();
        assert_eq!(call("match"), 1);
        assert_eq!(call("größe"), 2);
        assert_eq!(call(&"n".repeat(1000)), 3);
    }

    /// L11
    fn one_name_exported_twice_is_an_error_that_names_both_places() {
        let error = open(fixture("duplicate")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "plugin `duplicate`: `same` is exported twice, at duplicate/src/lib.rs:9 and at \
             duplicate/src/lib.rs:22: rename one with `#[export(name = \"…\")]`"
        );
    }

    /// L12
    fn exports_are_discovered_by_type() {
        let plugin = everything();
        let of: Vec<_> = plugin
            .exports_of::<fn(&str) -> String>()
            .map(|(export, greet)| (export.name(), export.docs(), greet.call("you")))
            .collect();
        assert_eq!(
            of,
            [("greet", "Greets somebody by name.\n\nOn two lines.", "Hello, you!".to_owned())]
        );
        assert_eq!(plugin.exports_of::<AtomicI64>().count(), 1);
        assert_eq!(plugin.exports_of::<fn(NonZeroU64)>().count(), 0);
    }

    /// L13
    fn both_spellings_of_one_signature_find_it_in_turn() {
        let plugin = everything();
        for _ in 0..100 {
            let string = plugin.lookup::<fn(&str) -> String>("greet").unwrap();
            let rstring = plugin.lookup::<fn(&str) -> RString>("greet").unwrap();
            assert_eq!(string.call("a"), rstring.call("a").as_str());
            assert!(plugin.lookup::<fn(&str) -> u32>("greet").is_err());
        }
    }

    /// L14
    fn types_that_share_only_their_name_are_refused() {
        let plugin = everything();
        assert_eq!(plugin.lookup::<Twin>("TWIN").unwrap().value, 22);
        assert_eq!(
            refusal(plugin.lookup::<shared::other::Twin>("TWIN")),
            "`TWIN` of `everything` has another type: expected variable `Twin`, found variable `Twin` \
             (expected `shared 0.1: shared::other::Twin`, found `shared 0.1: shared::Twin`)"
        );
        assert!(plugin.lookup::<Slot<u8, 1>>("SLOT_ONE").is_ok());
        let text = refusal(plugin.lookup::<Slot<u8, 2>>("SLOT_ONE"));
        assert!(text.contains("Slot<1>: expected `2`, found `1`"), "{text}");
    }

    /// L14, L15
    fn a_shared_crate_that_was_edited_or_has_an_incompatible_version_is_refused() {
        let folder = temporary_folder();
        let edited = with_shared_crate(folder.path(), "edited", "0.1.0", "value: u64");
        assert_eq!(
            refusal(edited.lookup::<Twin>("TWIN")),
            "`TWIN` of `edited` has another type: expected variable `Twin`, found variable `Twin` \
             (Twin.value: expected `u32`, found `u64`)"
        );
        let upgraded = with_shared_crate(folder.path(), "upgraded", "0.2.0", "value: u32");
        assert_eq!(
            refusal(upgraded.lookup::<Twin>("TWIN")),
            "`TWIN` of `upgraded` has another type: expected variable `Twin`, found variable `Twin` \
             (expected `shared 0.1: shared::Twin`, found `shared 0.2: shared::Twin`)"
        );
        let same = with_shared_crate(folder.path(), "same", "0.1.7", "value: u32");
        assert_eq!(same.lookup::<Twin>("TWIN").unwrap().value, 22);
    }
}

/// A plugin that shares the crate `shared`, in another version or edited, with this test: both are
/// written, built and opened.
fn with_shared_crate(folder: &Path, name: &str, version: &str, field: &str) -> Plugin {
    let write = |name: &str, text: String| {
        let file = folder.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    };
    let core = workspace().join("plugin-core");
    let core = core.to_str().expect("the workspace lies in a folder with a plain name");
    let package = |name: &str, version: &str| {
        format!(
            "[package]\nname = {name:?}\nversion = {version:?}\nedition = \"2024\"\n\
             [dependencies]\nplugin-core = {{ path = {core:?} }}\n"
        )
    };
    write("shared/Cargo.toml", package("shared", version));
    write(
        "shared/src/lib.rs",
        format!(
            "#[derive(plugin_core::Portable)]\n#[repr(C)]\npub struct Twin {{ pub {field} }}\n"
        ),
    );
    write(
        "Cargo.toml",
        package(name, "1.0.0")
            + "shared = { path = \"shared\" }\n[lib]\ncrate-type = [\"cdylib\"]\n\
               [workspace]\nmembers = [\"shared\"]\n",
    );
    write(
        "src/lib.rs",
        "plugin_core::plugin!();\n#[plugin_core::export]\n\
         pub static TWIN: shared::Twin = shared::Twin { value: 22 };\n"
            .to_owned(),
    );
    // The same versions of everything else, without asking the network for them.
    fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let file = plugin_host::build::package(name)
        .manifest_path(folder.join("Cargo.toml"))
        .target_dir(folder.join("target"))
        .cargo_args(["--offline"])
        .build()
        .unwrap_or_else(|error| panic!("{error}"));
    open(file).unwrap()
}
