//! Processor architectures: this host's, and what the formats call them.

use std::borrow::Cow;
use std::env::consts::ARCH;

use object::{elf, macho, pe};

use crate::error::Machine;

impl Machine {
    /// What this host runs on.
    #[expect(clippy::cast_possible_truncation, reason = "an address has few bytes")]
    pub(super) const HOST: Self = Self {
        name: Cow::Borrowed(ARCH),
        bits: size_of::<usize>() as u8 * 8,
        little_endian: cfg!(target_endian = "little"),
    };

    /// A machine by the name that Rust has for it, or by its number in the file.
    fn new(name: Option<&'static str>, number: u32, bits: u8, little_endian: bool) -> Self {
        let name = match name {
            Some(name) => Cow::Borrowed(name),
            None => Cow::Owned(format!("machine {number:#x}")),
        };
        Self { name, bits, little_endian }
    }

    /// The machine of an ELF header.
    pub(super) fn elf(number: u16, bits: u8, little_endian: bool) -> Self {
        let name = match number {
            elf::EM_X86_64 => "x86_64",
            elf::EM_386 => "x86",
            elf::EM_AARCH64 => "aarch64",
            elf::EM_ARM => "arm",
            elf::EM_RISCV if bits == 64 => "riscv64",
            elf::EM_RISCV => "riscv32",
            elf::EM_PPC64 => "powerpc64",
            elf::EM_PPC => "powerpc",
            elf::EM_S390 => "s390x",
            elf::EM_LOONGARCH if bits == 64 => "loongarch64",
            elf::EM_LOONGARCH => "loongarch32",
            // Two of Rust's machines have this number.
            elf::EM_MIPS if bits == 64 => mips("mips64", "mips64r6"),
            elf::EM_MIPS => mips("mips", "mips32r6"),
            elf::EM_SPARCV9 => "sparc64",
            _ => return Self::new(None, number.into(), bits, little_endian),
        };
        Self::new(Some(name), number.into(), bits, little_endian)
    }

    /// The machine of a Mach-O header.
    pub(super) fn macho(number: u32, bits: u8, little_endian: bool) -> Self {
        let name = match number {
            macho::CPU_TYPE_X86_64 => Some("x86_64"),
            macho::CPU_TYPE_X86 => Some("x86"),
            macho::CPU_TYPE_ARM64 | macho::CPU_TYPE_ARM64_32 => Some("aarch64"),
            macho::CPU_TYPE_ARM => Some("arm"),
            _ => None,
        };
        Self::new(name, number, bits, little_endian)
    }

    /// The machine of a PE header.
    pub(super) fn pe(number: u16, bits: u8) -> Self {
        let name = match number {
            pe::IMAGE_FILE_MACHINE_AMD64 => Some("x86_64"),
            pe::IMAGE_FILE_MACHINE_I386 => Some("x86"),
            pe::IMAGE_FILE_MACHINE_ARM64 => Some("aarch64"),
            // Files that hold code for both, and run in programs of the other machine.
            pe::IMAGE_FILE_MACHINE_ARM64EC => Some("arm64ec"),
            pe::IMAGE_FILE_MACHINE_ARMNT => Some("arm"),
            _ => None,
        };
        Self::new(name, number.into(), bits, true)
    }
}

/// The one of two names that this host has, if it has one of them.
fn mips(name: &'static str, revision_6: &'static str) -> &'static str {
    if ARCH == revision_6 { revision_6 } else { name }
}
