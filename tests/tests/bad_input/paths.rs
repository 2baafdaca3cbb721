//! What a path leads to, if not to a readable file.

use std::ffi::CString;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{MetadataExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::{env, fs};

use acceptance::{copy, fixture, isolated};
use plugin_host::{FileKind, OpenError, open};

use super::{assert_is, folder, refusal, set_mode, source};

/// Whom no file belongs to.
const NOBODY: libc::uid_t = 65534;

isolated! {
    fn a_missing_path_is_refused() {
        let (_folder, path) = folder();
        let gone = path.join("gone.so");
        assert_is!(refusal(&gone, "`{}` does not exist"), OpenError::NotFound { .. });
        fs::write(path.join("file"), "").unwrap();
        let below = path.join("file/libx.so");
        assert_is!(refusal(&below, "`{}` does not exist"), OpenError::NotFound { .. });
        symlink("gone.so", path.join("link.so")).unwrap();
        let link = path.join("link.so");
        assert_is!(refusal(&link, "`{}` does not exist"), OpenError::NotFound { .. });
    }

    fn an_empty_path_is_refused() {
        assert_is!(refusal(Path::new(""), "path \"\" is empty"), OpenError::InvalidPath { .. });
    }

    fn a_path_with_a_nul_is_refused() {
        let error = refusal(Path::new("lib\0x.so"), "path \"lib\\0x.so\" holds a NUL character");
        assert_is!(error, OpenError::InvalidPath { .. });
    }

    fn a_directory_is_refused() {
        let (_folder, path) = folder();
        let error = refusal(&path, "`{}` is not a plugin: expected a file, found a directory");
        assert_is!(error, OpenError::NotAFile { kind: FileKind::Directory, .. });
    }

    fn a_named_pipe_is_refused_without_waiting_for_a_writer() {
        let (_folder, path) = folder();
        let path = path.join("fifo.so");
        let name = CString::new(path.as_os_str().as_bytes()).unwrap();
        // SAFETY: the name is a C string that lives for the call.
        assert_eq!(unsafe { libc::mkfifo(name.as_ptr(), 0o600) }, 0);
        let error = refusal(&path, "`{}` is not a plugin: expected a file, found a named pipe");
        assert_is!(error, OpenError::NotAFile { kind: FileKind::Fifo, .. });
    }

    fn a_socket_is_refused() {
        let (_folder, path) = folder();
        let path = path.join("socket.so");
        let _listener = UnixListener::bind(&path).unwrap();
        let error = refusal(&path, "`{}` is not a plugin: expected a file, found a socket");
        assert_is!(error, OpenError::NotAFile { kind: FileKind::Socket, .. });
    }

    fn a_device_is_refused() {
        for path in ["/dev/null", "/dev/zero"] {
            let message = "`{}` is not a plugin: expected a file, found a device";
            let error = refusal(Path::new(path), message);
            assert_is!(error, OpenError::NotAFile { kind: FileKind::Device, .. });
        }
    }

    fn an_unreadable_file_is_refused_with_its_mode_and_who_asks() {
        let (_folder, path) = folder();
        let file = copy(&fixture("counter"), &path, "libx.so");
        let link = path.join("link.so");
        symlink("libx.so", &link).unwrap();
        set_mode(&file, 0o200);
        let metadata = fs::metadata(&file).unwrap();
        let (owner, group) = (metadata.uid(), metadata.gid());
        without_rights(|user| {
            let message = format!(
                "`{}` cannot be read: it has mode 0200, owner {owner} and group {group}, and this \
                 process runs as user {user}; allow it with `chmod a+r`, or run the program as \
                 another user",
                file.display()
            );
            let error = refusal(&file, &message);
            assert_eq!(source(&error), "Permission denied (os error 13)");
            assert_is!(error, OpenError::PermissionDenied { mode: 0o100_200, .. });
            // Links are resolved before anything is read.
            assert_eq!(open(&link).unwrap_err().to_string(), message);
        });
        set_mode(&file, 0o644);
        open(&file).expect("it opens once it is readable");
    }

    fn a_file_in_a_closed_folder_is_refused_with_the_folders_name() {
        let (_folder, path) = folder();
        let file = copy(&fixture("counter"), &path.join("open/closed/deeper"), "libx.so");
        let closed = path.join("open/closed");
        symlink(&file, path.join("link.so")).unwrap();
        symlink("open/closed/deeper", path.join("way")).unwrap();
        set_mode(&closed, 0o600);
        let metadata = fs::metadata(&closed).unwrap();
        let (owner, group) = (metadata.uid(), metadata.gid());
        without_rights(|user| {
            for path in [file.clone(), path.join("link.so"), path.join("way/libx.so")] {
                let message = format!(
                    "`{{}}` cannot be read: the folder `{}` has mode 0600, owner {owner} and group \
                     {group}, and this process runs as user {user}; allow it with `chmod a+x`, or \
                     run the program as another user",
                    closed.display()
                );
                let error = refusal(&path, &message);
                assert_eq!(source(&error), "Permission denied (os error 13)");
                assert_is!(error, OpenError::PermissionDenied { at, .. } if *at == closed);
            }
            env::set_current_dir(&path).unwrap();
            match open("open/closed/deeper/libx.so").unwrap_err() {
                OpenError::PermissionDenied { at, .. } => assert_eq!(at, closed),
                other => panic!("{other}"),
            }
        });
        set_mode(&closed, 0o755);
        open(&file).expect("it opens once the folder is open");
    }

    fn a_loop_of_links_is_refused() {
        let (_folder, path) = folder();
        symlink("two.so", path.join("one.so")).unwrap();
        symlink("one.so", path.join("two.so")).unwrap();
        let error = refusal(
            &path.join("one.so"),
            "`{}` cannot be read: its symbolic links lead in a circle, or are more than the system \
             follows; link to the file itself",
        );
        assert!(source(&error).contains("symbolic links"));
        assert_is!(error, OpenError::Unreadable { .. });
    }

    fn ten_thousand_links_to_a_plugin_are_refused() {
        let (_folder, path) = folder();
        copy(&fixture("counter"), &path, "0");
        for n in 1..=10_000 {
            symlink((n - 1).to_string(), path.join(n.to_string())).unwrap();
        }
        let error = refusal(
            &path.join("10000"),
            "`{}` cannot be read: its symbolic links lead in a circle, or are more than the system \
             follows; link to the file itself",
        );
        assert_is!(error, OpenError::Unreadable { .. });
        open(path.join("30")).expect("few links are followed");
    }
}

/// Runs `body` as a user without rights: as root, which may read everything, no file is closed.
fn without_rights(body: impl FnOnce(libc::uid_t)) {
    // SAFETY: it takes nothing and cannot fail.
    let user = unsafe { libc::geteuid() };
    if user != 0 {
        return body(user);
    }
    // SAFETY: it changes nothing but the rights of this process, which runs one test.
    assert_eq!(unsafe { libc::seteuid(NOBODY) }, 0);
    body(NOBODY);
    // SAFETY: as above.
    assert_eq!(unsafe { libc::seteuid(user) }, 0);
}
