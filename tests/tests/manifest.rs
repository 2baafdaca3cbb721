//! What is known of a file before it is loaded.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use acceptance::mutate::Mutant;
use acceptance::{
    build, copy, fixture, isolated, release_fixture, run, temporary_folder, workspace,
};
use plugin_core::Api;
use plugin_host::{ExportKind, Host, Manifest, OpenError, PanicStrategy, SameName, inspect, open};

#[test]
fn a_manifest_says_what_the_author_wrote() {
    let manifest = inspect(fixture("counter")).unwrap();
    assert_eq!((manifest.name(), manifest.version()), ("counter", "1.2.3"));
    assert_eq!(manifest.package(), "counter");
    assert_eq!(manifest.license(), "MIT OR Apache-2.0");
    assert_eq!(manifest.panic_strategy(), PanicStrategy::Unwind);
    assert!(manifest.debug_assertions() && !manifest.is_sealed());
    assert_eq!(manifest.application(), None);
    let [started, which] = manifest.exports() else { panic!("{manifest}") };
    assert_eq!((started.name(), started.kind()), ("STARTED", ExportKind::Variable));
    assert_eq!(started.declaration(), "pub static STARTED: AtomicU32");
    assert_eq!((which.name(), which.kind()), ("which", ExportKind::Function));
    assert_eq!(which.declaration(), "pub fn which() -> String");
    assert_eq!(which.docs(), "Which plugin this is.");
    assert_eq!((which.package(), which.place()), ("counter", ("src/lib.rs", 15)));
    assert!(!inspect(release_fixture("counter")).unwrap().debug_assertions());
}

isolated! {
    fn inspecting_neither_loads_nor_maps() {
        let file = fixture("counter").canonicalize().unwrap();
        inspect(&file).unwrap();
        let mapped = || fs::read_to_string("/proc/self/maps").unwrap().contains(file.to_str().unwrap());
        assert!(!mapped());
        open(&file).unwrap();
        assert!(mapped());
    }

    fn an_open_plugin_has_the_manifest_of_its_file() {
        for package in ["everything", "counter", "including", "sixty-four", "layouts"] {
            let file = fixture(package);
            let plugin = Host::builder().same_name(SameName::Allow).build().open(&file).unwrap();
            assert_eq!(*plugin.manifest(), inspect(&file).unwrap(), "{package}");
            assert!(!plugin.manifest().exports().is_empty());
        }
    }

    /// O21
    fn a_plugin_for_another_application_is_refused_before_it_is_loaded() {
        let file = fixture("for-editor").canonicalize().unwrap();
        let host = |name, version| Host::builder().api(Api::new(name, version)).build();
        let says = |host: Host, file: &Path| match host.open(file).unwrap_err() {
            error @ OpenError::WrongApplication { .. } => {
                error.to_string().replace(file.to_str().unwrap(), "p")
            }
            other => panic!("{other}"),
        };
        assert_eq!(
            says(host("com.example.painter", "2.1"), &file),
            "`p` is for another application: expected `com.example.painter` 2.1, found \
             `com.example.editor` 2.1"
        );
        assert_eq!(
            says(host("com.example.editor", "2.0"), &file),
            "`p` is for another version of `com.example.editor`: expected 2.0, found 2.1; the \
             application is older: update it"
        );
        assert_eq!(
            says(host("com.example.editor", "3.0"), &file),
            "`p` is for another version of `com.example.editor`: expected 3.0, found 2.1; the \
             plugin is older: rebuild it for 3.0"
        );
        let counter = fixture("counter").canonicalize().unwrap();
        assert_eq!(
            says(host("com.example.editor", "2.1"), &counter),
            "`p` does not say which application it is for: expected `com.example.editor` 2.1; write `plugin!(for = …)` \
             in the plugin"
        );
        let maps = fs::read_to_string("/proc/self/maps").unwrap();
        assert!(!maps.contains(file.to_str().unwrap()));

        let plugin = host("com.example.editor", "2.3").open(&file).unwrap();
        assert_eq!(plugin.manifest().application().unwrap().version(), "2.1");
        // Also when it is open already.
        says(host("com.example.editor", "3.0"), &file);
        assert_eq!(host("com.example.editor", "2.1").open(&file).unwrap(), plugin);
    }
}

#[test]
fn a_manifest_survives_whatever_makes_files_smaller() {
    let folder = temporary_folder();
    let expected = inspect(release_fixture("everything")).unwrap();
    let same = |path: &Path| assert_eq!(inspect(path).unwrap(), expected, "{path:?}");
    for option in ["--strip-debug", "--strip-unneeded", "--strip-all"] {
        let file = copy(&release_fixture("everything"), folder.path(), "stripped.so");
        // `strip` comes with every C compiler's linker.
        assert!(Command::new("strip").arg(option).arg(&file).status().unwrap().success());
        same(&file);
    }
    let small = build("everything", |package| {
        let settings = ["lto=\"fat\"", "opt-level=\"z\"", "codegen-units=1", "strip=true"];
        let settings = settings.map(|setting| format!("profile.release.{setting}"));
        let settings = settings.iter().flat_map(|setting| ["--config", setting]);
        package.release().target_dir(target().join("small")).cargo_args(settings)
    });
    same(&small);
    open(small).unwrap();
}

/// The folder for builds that are unlike all others.
fn target() -> PathBuf {
    let exe = std::env::current_exe().unwrap();
    let is_target = |folder: &&Path| folder.join("CACHEDIR.TAG").exists();
    exe.ancestors().find(is_target).expect("tests are built in a target folder").to_owned()
}

/// Two copies of one source in folders of different names give one manifest, and in release without
/// debug information one file.
#[test]
fn what_is_built_does_not_depend_on_where() {
    let places = ["a", "somewhere/else/with a space"].map(|name| {
        let folder = temporary_folder();
        let root = folder.path().join(name);
        let source = workspace();
        for part in ["plugin-core", "plugin-macros"] {
            copy_folder(&source.join(part), &root.join(part));
        }
        for part in ["Cargo.lock", "tests/fixtures/counter"] {
            let (from, to) = (source.join(part), root.join(part));
            if from.is_dir() {
                copy_folder(&from, &to);
            } else {
                fs::copy(from, to).unwrap();
            }
        }
        let manifest = fs::read_to_string(source.join("Cargo.toml")).unwrap();
        let (start, rest) = manifest.split_once("members = [").unwrap();
        let (_, end) = rest.split_once(']').unwrap();
        let members = "\"plugin-core\", \"plugin-macros\", \"tests/fixtures/counter\"";
        fs::write(root.join("Cargo.toml"), format!("{start}members = [{members}]{end}")).unwrap();
        let output = run(Command::new(env!("CARGO"))
            .args(["build", "--release", "--offline", "-p", "counter", "--target-dir"])
            .arg(target().join("copies"))
            .current_dir(&root));
        assert!(output.success, "{}", output.stderr);
        let built = copy(&target().join("copies/release/libcounter.so"), &root, "libcounter.so");
        (folder, built)
    });
    let [one, other] = places.each_ref().map(|(_, path)| path);
    let notes = |path: &Path| Mutant::of(path).notes();
    assert_eq!(notes(one), notes(other));
    assert!(!notes(one).is_empty());
    assert!(fs::read(one).unwrap() == fs::read(other).unwrap(), "the files differ");
    assert_eq!(inspect(one).unwrap(), inspect(other).unwrap());
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn a_page_of_a_manifest_names_every_export() {
    let manifest: Manifest = inspect(fixture("everything")).unwrap();
    let page = manifest.to_string();
    assert!(manifest.exports().len() > 50);
    for export in manifest.exports() {
        assert!(page.contains(&format!("\n  {}  (", export.name())), "{}", export.name());
        assert!(page.contains(export.declaration()), "{}", export.declaration());
    }
}
