//! Seals and private copies: that what is loaded is what was built.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use acceptance::{TempDir, copy, fixture, isolated, release_fixture, temporary_folder};
use plugin_host::{Host, OpenError, Plugin, SameName, SealError, inspect, open, seal};

fn sealed(folder: &TempDir) -> PathBuf {
    let file = copy(&release_fixture("counter"), folder.path(), "libcounter.so");
    seal(&file).unwrap();
    file
}

fn strict() -> Host {
    Host::builder().require_seal(true).build()
}

fn private(folder: &Path) -> Host {
    Host::builder().private_copy(folder).same_name(SameName::Allow).build()
}

/// Which `counter` it is.
fn which(plugin: Plugin) -> String {
    plugin.lookup::<fn() -> String>("which").unwrap().call()
}

fn flip(file: &Path, bit: usize) {
    let mut bytes = fs::read(file).unwrap();
    bytes[bit / 8] ^= 1 << (bit % 8);
    fs::write(file, bytes).unwrap();
}

isolated! {
    fn a_sealed_file_opens_everywhere_and_an_unsealed_one_where_none_is_required() {
        let folder = temporary_folder();
        let file = sealed(&folder);
        assert!(inspect(&file).unwrap().is_sealed());
        let unsealed = copy(&release_fixture("counter-two"), folder.path(), "libtwo.so");
        match strict().open(&unsealed).unwrap_err() {
            error @ OpenError::NotSealed { .. } => assert_eq!(
                error.to_string().replace(unsealed.to_str().unwrap(), "p"),
                "`p` is not sealed, as this host requires: seal it with `plugin_host::seal` after it \
                 was built"
            ),
            other => panic!("{other}"),
        }
        let two = open(&unsealed).unwrap();
        match strict().open(&unsealed).unwrap_err() {
            OpenError::OpenedUnderOtherSettings { expected, found, .. } => {
                assert_eq!((&*expected, &*found), ("require_seal(true)", "require_seal(false)"));
            }
            other => panic!("{other}"),
        }
        assert_eq!(which(two), "two");
        // A seal that is there is checked, whoever opens.
        let one = open(&file).unwrap();
        assert_eq!(strict().open(&file).unwrap(), one);
    }

    fn every_changed_part_of_a_sealed_file_is_refused() {
        let folder = temporary_folder();
        let good = fs::read(sealed(&folder)).unwrap();
        let file = folder.path().join("changed.so");
        let bits = good.len() * 8;
        let (mut broken, mut other) = (0, 0);
        for bit in (0..bits).step_by(bits / 500) {
            fs::write(&file, &good).unwrap();
            flip(&file, bit);
            match strict().open(&file).unwrap_err() {
                OpenError::BrokenSeal { .. } => broken += 1,
                error => {
                    assert_eq!(error.path(), Some(&*file), "{error}");
                    other += 1;
                }
            }
        }
        assert!(broken > 450 && broken + other > 500, "{broken} {other}");
        fs::write(&file, &good).unwrap();
        assert_eq!(which(strict().open(&file).unwrap()), "one");
    }

    fn stripping_breaks_a_seal_and_the_message_says_so() {
        let folder = temporary_folder();
        let file = sealed(&folder);
        assert!(Command::new("strip").arg(&file).status().unwrap().success());
        let error = open(&file).unwrap_err();
        assert_eq!(
            error.to_string().replace(file.to_str().unwrap(), "p"),
            "`p` has changed since it was sealed: copy or build it again; where `strip` or `patchelf` \
             changed it on purpose, seal it again"
        );
        seal(&file).unwrap();
        assert_eq!(which(strict().open(&file).unwrap()), "one");
    }

    fn sealing_keeps_permissions_links_and_what_is_loaded() {
        let folder = temporary_folder();
        let file = copy(&release_fixture("counter"), folder.path(), "libcounter.so");
        fs::set_permissions(&file, Permissions::from_mode(0o640)).unwrap();
        let link = folder.path().join("link.so");
        symlink("libcounter.so", &link).unwrap();
        let plugin = open(&file).unwrap();
        seal(&link).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&file).unwrap().mode() & 0o777, 0o640);
        assert!(inspect(&file).unwrap().is_sealed());
        assert_eq!(which(plugin), "one");
        assert!(matches!(open(&file), Err(OpenError::AlreadyLoaded { replaced: true, .. })));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left behind");
    }

    fn what_is_no_plugin_cannot_be_sealed() {
        let error = seal(fixture("plain")).unwrap_err();
        match &error {
            SealError::Inspect(inner) => {
                assert!(matches!(inner.as_open_error(), OpenError::NotAPlugin { .. }));
            }
            other => panic!("{other}"),
        }
        let missing = seal("/nowhere/libx.so").unwrap_err();
        assert_eq!(missing.to_string(), "`/nowhere/libx.so` does not exist");
    }

    fn a_plugin_loaded_from_a_private_copy_survives_what_happens_to_its_file() {
        let folder = temporary_folder();
        let file = copy(&release_fixture("counter"), folder.path(), "libcounter.so");
        let copies = folder.path().join("copies");
        let plugin = private(&copies).open(&file).unwrap();
        assert_eq!(plugin.path(), Some(&*file.canonicalize().unwrap()));
        assert_eq!(private(&copies).open(&file).unwrap(), plugin, "one file is one plugin");
        // In place, which crashes a program that has mapped the file.
        fs::OpenOptions::new().write(true).truncate(true).open(&file).unwrap();
        assert_eq!(which(plugin), "one");
        let started = plugin.lookup::<std::sync::atomic::AtomicU32>("STARTED").unwrap();
        assert_eq!(started.load(std::sync::atomic::Ordering::Relaxed), 1);
    }

    #[cfg(target_os = "linux")]
    fn the_number_of_a_file_that_was_copied_is_given_to_no_other() {
        let folder = temporary_folder();
        let file = copy(&fixture("counter"), folder.path(), "libcounter.so");
        private(&folder.path().join("copies")).open(&file).unwrap();
        fs::remove_file(&file).unwrap();
        // It is given away once nothing has the file open; when is up to the file system.
        let mut files = fs::read_dir("/proc/self/fd").unwrap().flatten();
        assert!(files.any(|entry| {
            let target = fs::read_link(entry.path()).unwrap_or_default();
            target.to_string_lossy().ends_with("libcounter.so (deleted)")
        }));
    }

    fn a_host_that_asks_for_a_private_copy_does_not_get_the_file_itself() {
        let folder = temporary_folder();
        let file = copy(&release_fixture("counter"), folder.path(), "libcounter.so");
        open(&file).unwrap();
        match private(&folder.path().join("copies")).open(&file).unwrap_err() {
            OpenError::OpenedUnderOtherSettings { found, .. } => assert_eq!(found, "no private copy"),
            other => panic!("{other}"),
        }
    }

    fn two_files_of_one_content_are_two_plugins_with_private_copies_too() {
        let folder = temporary_folder();
        let copies = folder.path().join("copies");
        let [one, two] = ["one.so", "two.so"].map(|name| {
            let file = copy(&release_fixture("counter"), folder.path(), name);
            private(&copies).open(file).unwrap()
        });
        assert_ne!(one, two);
        for plugin in [one, two] {
            let started = plugin.lookup::<std::sync::atomic::AtomicU32>("STARTED").unwrap();
            assert_eq!(started.load(std::sync::atomic::Ordering::Relaxed), 1);
        }
    }

    fn a_private_copy_is_made_once_and_mended_when_it_is_damaged() {
        let folder = temporary_folder();
        let copies = folder.path().join("copies");
        let file = copy(&release_fixture("counter"), folder.path(), "libcounter.so");
        let list = || -> Vec<PathBuf> {
            let folders = fs::read_dir(&copies).unwrap().map(|entry| entry.unwrap().path());
            folders.flat_map(|it| fs::read_dir(it).unwrap()).map(|it| it.unwrap().path()).collect()
        };
        // Made by another run of the program.
        let probe = || {
            let host = env!("CARGO_BIN_EXE_private-host");
            let output = acceptance::run(Command::new(host).args([&copies, &file]));
            assert!(output.success, "{}", output.stderr);
            assert_eq!(output.stdout, "one\n");
        };
        probe();
        let [copied] = &list()[..] else { panic!("{:?}", list()) };
        assert_eq!(copied.file_name().unwrap(), "libcounter.so");
        assert_eq!(fs::metadata(copied).unwrap().mode() & 0o777, 0o500);
        assert_eq!(fs::metadata(&copies).unwrap().mode() & 0o777, 0o700);
        let first = fs::metadata(copied).unwrap().ino();
        probe();
        assert_eq!(fs::metadata(copied).unwrap().ino(), first);
        fs::set_permissions(copied, Permissions::from_mode(0o700)).unwrap();
        flip(copied, 1_000_000);
        probe();
        assert!(fs::read(copied).unwrap() == fs::read(&file).unwrap(), "it is mended");
        assert_eq!(list().len(), 1);
    }

    fn threads_that_open_by_way_of_private_copies_at_once_share_the_plugin() {
        let folder = temporary_folder();
        let copies = folder.path().join("copies");
        let file = copy(&release_fixture("counter"), folder.path(), "libcounter.so");
        let plugins: Vec<Plugin> = thread::scope(|scope| {
            let open = || private(&copies).open(&file).unwrap();
            let threads: Vec<_> = (0..16).map(|_| scope.spawn(open)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(plugins.iter().all(|plugin| *plugin == plugins[0]));
    }

    fn folders_that_others_may_write_to_are_refused() {
        let folder = temporary_folder();
        let copies = folder.path().join("copies");
        fs::create_dir(&copies).unwrap();
        fs::set_permissions(&copies, Permissions::from_mode(0o777)).unwrap();
        let file = copy(&release_fixture("counter"), folder.path(), "libcounter.so");
        let error = private(&copies).open(&file).unwrap_err();
        let text = error.to_string().replace(folder.path().to_str().unwrap(), "t");
        assert_eq!(
            text,
            "`t/libcounter.so` cannot be copied to `t/copies`: others may write to the folder, whose \
             mode is 0777: `chmod go-w` it"
        );
        let error = private(&file).open(&file).unwrap_err();
        assert!(error.to_string().ends_with("the folder cannot be made"), "{error}");
        assert_eq!(fs::read_dir(&copies).unwrap().count(), 0);
    }

    fn a_plugin_that_looks_for_libraries_beside_itself_is_not_copied() {
        let folder = temporary_folder();
        let beside = acceptance::build("counter-two", |package| {
            package.rustc_args(["-Clink-arg=-Wl,-rpath,$ORIGIN/lib"]).target_dir(target())
        });
        let error = private(&folder.path().join("copies")).open(&beside).unwrap_err();
        assert!(
            error.to_string().ends_with(
                ": it looks for other libraries beside itself, in `$ORIGIN/lib`, where the copy is not"
            ),
            "{error}"
        );
        assert_eq!(which(open(&beside).unwrap()), "two");
    }
}

/// The folder for builds that are unlike all others.
fn target() -> PathBuf {
    let exe = std::env::current_exe().unwrap();
    let is_target = |folder: &&Path| folder.join("CACHEDIR.TAG").exists();
    let target = exe.ancestors().find(is_target).expect("tests are built in a target folder");
    target.join("beside")
}
