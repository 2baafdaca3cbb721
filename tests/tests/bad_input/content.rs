//! What a file holds, if not a library for this machine with a plugin in it.

use std::process::Command;
use std::{env, fs};

use acceptance::mutate::Mutant;
use acceptance::{copy, fixture, isolated, run};
use plugin_host::{Content, Format, OpenError};

use super::{assert_is, cc, folder, refusal, refusal_of, refusal_of_changed, set_mode};

isolated! {
    fn an_empty_file_is_refused() {
        let message = "`{}` is not a plugin: expected a shared library, found an empty file";
        let error = refusal_of("", message);
        assert_is!(error, OpenError::NotALibrary { what: Content::Empty, .. });
    }

    fn a_text_file_is_refused() {
        let message = "`{}` is not a plugin: expected a shared library, found a text file";
        let error = refusal_of("INPUT(libx.so.1)\n", message);
        assert_is!(error, OpenError::NotALibrary { what: Content::Text, .. });
    }

    fn a_script_is_refused_and_not_run() {
        let (_folder, path) = folder();
        let (script, mark) = (path.join("script.so"), path.join("mark"));
        fs::write(&script, format!("#!/bin/sh\ntouch '{}'\n", mark.display())).unwrap();
        set_mode(&script, 0o755);
        let message = "`{}` is not a plugin: expected a shared library, found a script";
        let error = refusal(&script, message);
        assert_is!(error, OpenError::NotALibrary { what: Content::Script, .. });
        assert!(!mark.exists());
    }

    fn an_executable_is_refused() {
        let (_folder, path) = folder();
        let program = copy(&env::current_exe().unwrap(), &path, "libx.so");
        let message = "`{}` is not a plugin: expected a shared library, found an executable";
        let error = refusal(&program, message);
        assert_is!(error, OpenError::NotALibrary { what: Content::Executable, .. });
        cc(&["-no-pie"], "int main(void) { return 0; }", &program);
        let error = refusal(&program, message);
        assert_is!(error, OpenError::NotALibrary { what: Content::Executable, .. });
    }

    fn an_object_file_is_refused() {
        let (_folder, path) = folder();
        let path = path.join("libx.o");
        cc(&["-c"], "int x;", &path);
        let message = "`{}` is not a plugin: expected a shared library, found an object file";
        let error = refusal(&path, message);
        assert_is!(error, OpenError::NotALibrary { what: Content::Object, .. });
    }

    fn a_static_library_is_refused_with_the_line_that_is_missing() {
        let (_folder, path) = folder();
        cc(&["-c"], "int x;", &path.join("x.o"));
        let library = path.join("libx.a");
        let output =
            run(Command::new("ar").arg("rcs").arg(&library).arg(path.join("x.o")));
        assert!(output.success, "{}", output.stderr);
        let rlib = path.join("libx.rlib");
        fs::write(path.join("x.rs"), "").unwrap();
        let compiler = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let output = run(Command::new(compiler)
            .args(["--crate-type=rlib", "--crate-name=x", "-o"])
            .arg(&rlib)
            .arg(path.join("x.rs")));
        assert!(output.success, "{}", output.stderr);
        for file in [library, rlib] {
            let error = refusal(
                &file,
                "`{}` is not a plugin: expected a shared library, found a static library: a \
                 plugin's Cargo.toml says `crate-type = [\"cdylib\"]`",
            );
            assert_is!(error, OpenError::NotALibrary { what: Content::StaticLibrary, .. });
        }
    }

    fn a_library_in_c_is_refused_and_its_constructor_does_not_run() {
        let (_folder, path) = folder();
        let (library, mark) = (path.join("libx.so"), path.join("mark"));
        let source = r#"
            #include <stdio.h>
            __attribute__((constructor)) static void start(void) {
                FILE *file = fopen(MARK, "w");
                if (file) fclose(file);
            }
        "#;
        let define = format!("-DMARK=\"{}\"", mark.display());
        cc(&["-shared", "-fPIC", &define], source, &library);
        let error = refusal(
            &library,
            "`{}` is a library but not a plugin: plugins are Rust crates with \
             `plugin_core::plugin!();` at their root",
        );
        assert_is!(error, OpenError::NotAPlugin { rust: false, .. });
        assert!(!mark.exists());
        // SAFETY: it runs the constructor above.
        let loaded = unsafe { libloading::Library::new(&library) };
        loaded.expect("the system loads it");
        assert!(mark.exists(), "the test would have seen it run");
    }

    fn a_library_in_rust_is_refused_with_the_line_that_is_missing() {
        let error = refusal(
            &fixture("plain"),
            "`{}` is a library but not a plugin: add `plugin_core::plugin!();` at the root of its \
             crate",
        );
        assert_is!(error, OpenError::NotAPlugin { rust: true, .. });
    }

    fn a_plugin_for_another_architecture_is_refused() {
        // RISC-V, of which this is the number.
        let error = refusal_of_changed(
            |plugin| plugin.with(18..20, &243_u16.to_ne_bytes()),
            &other_machine("riscv64 (64-bit, little-endian)"),
        );
        assert_is!(error, OpenError::WrongArchitecture { .. });
    }

    fn a_library_of_another_class_is_refused() {
        // 3: the number of the 32-bit x86.
        let error = refusal_of(elf(1, 1, 3), &other_machine("x86 (32-bit, little-endian)"));
        assert_is!(error, OpenError::WrongArchitecture { .. });
    }

    fn a_library_of_another_byte_order_is_refused() {
        // 22: the number of IBM's S/390.
        let error = refusal_of(elf(2, 2, 22), &other_machine("s390x (64-bit, big-endian)"));
        assert_is!(error, OpenError::WrongArchitecture { .. });
    }

    fn a_plugin_whose_header_lies_of_class_or_byte_order_is_refused() {
        let with = |place: usize, byte| move |it: Mutant| it.with(place..place + 1, &[byte]);
        let number = u16::from_ne_bytes(Mutant::of(&fixture("counter")).0[18..20].try_into().unwrap());
        let swapped = format!("machine {:#x} ({}-bit, big-endian)", number.swap_bytes(), usize::BITS);
        let narrow = format!("{} (32-bit, little-endian)", env::consts::ARCH);
        for (place, byte, found) in [(4, 1, narrow), (5, 2, swapped)] {
            let error = refusal_of_changed(with(place, byte), &other_machine(&found));
            assert_is!(error, OpenError::WrongArchitecture { .. });
        }
        for (place, byte, reason) in [
            (4, 0, "its header names class 0"),
            (5, 0, "its header is cut off or makes no sense"),
        ] {
            let error = refusal_of_changed(
                with(place, byte),
                &format!("`{{}}` is damaged: {reason}; build or copy it again"),
            );
            assert_is!(error, OpenError::Damaged { .. });
        }
    }

    fn a_library_of_windows_is_refused() {
        let mut bytes = vec![0; 512];
        bytes[..2].copy_from_slice(b"MZ");
        bytes[60] = 128;
        bytes[128..132].copy_from_slice(b"PE\0\0");
        let error = refusal_of(
            bytes,
            "`{}` is for another system: expected an ELF file (Linux), found a PE file (Windows)",
        );
        assert_is!(error, OpenError::WrongFormat { found: Format::Pe, .. });
    }

    fn a_library_of_macos_is_refused() {
        for magic in [*b"\xcf\xfa\xed\xfe", *b"\xfe\xed\xfa\xcf", *b"\xca\xfe\xba\xbe"] {
            let mut bytes = vec![0; 512];
            bytes[..4].copy_from_slice(&magic);
            bytes[7] = 1;
            let error = refusal_of(
                bytes,
                "`{}` is for another system: expected an ELF file (Linux), found a Mach-O file \
                 (macOS)",
            );
            assert_is!(error, OpenError::WrongFormat { found: Format::MachO, .. });
        }
    }

    fn random_bytes_after_the_magic_are_refused() {
        let library = Mutant::of(&fixture("plain"));
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut random = move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[3]
        };
        for _ in 0..100 {
            let mut bytes: Vec<u8> = (0..4096).map(|_| random()).collect();
            bytes[..4].copy_from_slice(b"\x7fELF");
            // The class is neither that of 32 bits nor that of 64.
            bytes[4] |= 4;
            let damaged = "`{}` is damaged: its header names";
            let class = format!("{damaged} class {}; build or copy it again", bytes[4]);
            assert_is!(refusal_of(&bytes, &class), OpenError::Damaged { .. });
            bytes[4..7].copy_from_slice(&[2, 1, 1]);
            bytes[17] |= 4;
            bytes[18..20].copy_from_slice(&library.0[18..20]);
            let kind = u16::from_le_bytes([bytes[16], bytes[17]]);
            let kind = format!("{damaged} type {kind}; build or copy it again");
            assert_is!(refusal_of(&bytes, &kind), OpenError::Damaged { .. });
            // A library, whose tables are anywhere.
            bytes[16..20].copy_from_slice(&library.0[16..20]);
            let place = u64::from_le_bytes(bytes[40..48].try_into().unwrap());
            let sections = format!(
                "`{{}}` is damaged: its section headers are at byte {place}, but the file has 4096 \
                 bytes; build or copy it again"
            );
            assert_is!(refusal_of(&bytes, &sections), OpenError::Damaged { .. });
        }
    }
}

/// The message for an ELF file of another machine.
fn other_machine(found: &str) -> String {
    let (name, bits) = (env::consts::ARCH, usize::BITS);
    format!(
        "`{{}}` is for another machine: expected {name} ({bits}-bit, little-endian), found {found}"
    )
}

/// The smallest ELF file that could be a library, of a class (1: 32 bits, 2: 64 bits), a byte order
/// (1: little-endian, 2: big-endian) and a machine.
fn elf(class: u8, order: u8, machine: u16) -> Vec<u8> {
    let mut bytes = b"\x7fELF".to_vec();
    bytes.extend([class, order, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let mut put = |values: &[u64], len: usize| {
        for value in values {
            match order {
                1 => bytes.extend(&value.to_le_bytes()[..len]),
                _ => bytes.extend(&value.to_be_bytes()[8 - len..]),
            }
        }
    };
    let (word, header, segment) = if class == 1 { (4, 52, 32) } else { (8, 64, 56) };
    // A library, and its machine; the version.
    put(&[3, machine.into()], 2);
    put(&[1], 4);
    // Entry point; where the segments stand; where the sections would.
    put(&[0, header, 0], word);
    put(&[0], 4);
    put(&[header, segment, 2, 0, 0, 0], 2);
    // Something to load, and a dynamic section.
    for kind in [1, 2] {
        put(&[kind], 4);
        (4..segment).for_each(|_| put(&[0], 1));
    }
    bytes
}
