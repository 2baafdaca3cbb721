//! What a host reads first: enough to know whether it may read on.
//!
//! Apart from the root, because the prefix is the one record that every ABI version, past or
//! future, has to recognise.

use core::ffi::c_void;
use core::ptr;
use core::sync::atomic::AtomicU8;

use super::{Bytes, LogSink, ReportPanicFn, Root, Text, TraceSink, frozen};

/// The first bytes of every [`Prefix`].
pub const MAGIC: [u8; 16] = *b"rust\0plugin\0root";

/// ABI version of this crate: hosts and plugins of one major version understand each other.
pub const ABI_MAJOR: u16 = 1;

/// Grows with every addition that the other side may ignore.
pub const ABI_MINOR: u16 = 0;

/// Builds the plugin's [`Root`]; null if that failed. Called at any time, from any thread; every
/// call returns the same record. The argument may be null.
pub type RootFn = extern "C" fn(Option<&HostInfo>) -> *const Root;

/// The static behind a plugin's root symbol.
///
/// Lives in the plugin's binary for as long as the process; immutable; readable from any thread.
/// All fields since ABI 1.0.
#[repr(C)]
#[derive(Debug)]
pub struct Prefix {
    /// [`MAGIC`].
    pub magic: [u8; 16],
    /// Size of this record in bytes; a newer plugin's may be larger.
    pub size: u32,
    /// [`ABI_MAJOR`] of the plugin.
    pub abi_major: u16,
    /// [`ABI_MINOR`] of the plugin.
    pub abi_minor: u16,
    /// Bits that the host must understand; an unknown one refuses the plugin.
    pub required: u64,
    /// Bits that the host may ignore.
    pub optional: u64,
    /// [`target_hash`] of the target triple that the plugin was built for.
    pub target: u64,
    /// Builds the root.
    pub root: RootFn,
    /// The plugin's record in the manifest, not sealed.
    ///
    /// A copy: tools that rewrite files may move notes, and nothing that refers to them follows.
    pub record: Bytes,
    /// Zero.
    pub reserved: [usize; 6],
}

/// What the host says of itself when it asks for the root.
///
/// Borrowed for the call. All fields since ABI 1.0.
#[repr(C)]
#[derive(Debug)]
pub struct HostInfo {
    /// Size of this record in bytes.
    pub size: u32,
    /// [`ABI_MAJOR`] of the host.
    pub abi_major: u16,
    /// [`ABI_MINOR`] of the host.
    pub abi_minor: u16,
    /// Compiler of the host, as `rustc --version` prints it.
    pub compiler: Text,
    /// An address in the host's binary that no other binary has; null if it does not say. A plugin that
    /// finds its own is linked into the host, and reports panics and logs as the rest of it.
    pub binary: *const c_void,
    /// Where the plugin reports panics; `None`: it reports them itself.
    pub report_panic: Option<ReportPanicFn>,
    /// Where the plugin's log records go; null: nowhere.
    pub log: Option<&'static LogSink>,
    /// Where the plugin's events and spans go; null: nowhere.
    pub trace: Option<&'static TraceSink>,
    /// Zero.
    pub reserved: [usize; 4],
}

/// Something that each binary has of its own.
static BINARY: AtomicU8 = AtomicU8::new(0);

impl HostInfo {
    /// Whether it is of another binary than this.
    pub(crate) fn is_foreign(&self) -> bool {
        !self.binary.is_null() && !ptr::eq(self.binary, (&raw const BINARY).cast())
    }

    /// What this binary says as a host.
    pub const fn new() -> Self {
        Self {
            size: super::record_size::<Self>(),
            abi_major: ABI_MAJOR,
            abi_minor: ABI_MINOR,
            compiler: Text::new(crate::manifest::COMPILER),
            binary: (&raw const BINARY).cast(),
            report_panic: None,
            log: None,
            trace: None,
            reserved: [0; 4],
        }
    }
}

/// A prefix with the record that it refers to, as they stand in the file.
///
/// Together, because a page that holds pointers is touched when a plugin is loaded, and each further one costs
/// a first open more than what is done with it.
#[repr(C)]
#[derive(Debug)]
pub struct PrefixWithRecord<const N: usize> {
    prefix: Prefix,
    record: [u8; N],
}

impl<const N: usize> PrefixWithRecord<N> {
    /// Both, in a static; `own` is the `record()` of that static.
    pub const fn new(root: RootFn, record: [u8; N], own: &'static [u8]) -> Self {
        Self { prefix: Prefix::new(root, own), record }
    }

    /// The prefix.
    pub const fn prefix(&self) -> &Prefix {
        &self.prefix
    }

    /// The record.
    pub const fn record(&self) -> &[u8; N] {
        &self.record
    }
}

impl Default for HostInfo {
    fn default() -> Self {
        Self::new()
    }
}

impl Prefix {
    /// The prefix of a plugin built with this crate.
    pub const fn new(root: RootFn, record: &'static [u8]) -> Self {
        Self {
            magic: MAGIC,
            size: super::record_size::<Self>(),
            abi_major: ABI_MAJOR,
            abi_minor: ABI_MINOR,
            required: 0,
            optional: 0,
            target: target_hash(crate::manifest::TARGET),
            root,
            record: Bytes::new(record),
            reserved: [0; 6],
        }
    }
}

/// 64-bit FNV-1a of a target triple (offset basis 0xcbf29ce484222325, prime 0x100000001b3).
pub const fn target_hash(triple: &str) -> u64 {
    let bytes = triple.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut index = 0;
    while index < bytes.len() {
        hash = (hash ^ bytes[index] as u64).wrapping_mul(0x0100_0000_01b3);
        index += 1;
    }
    hash
}

frozen!(Prefix: size 120, align 8, {
    magic: 0, size: 16, abi_major: 20, abi_minor: 22, required: 24, optional: 32, target: 40,
    root: 48, record: 56, reserved: 72,
});
frozen!(HostInfo: size 88, align 8, {
    size: 0, abi_major: 4, abi_minor: 6, compiler: 8, binary: 24, report_panic: 32, log: 40,
    trace: 48, reserved: 56,
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_hash_is_fnv_1a() {
        // The published test vectors of FNV-1a.
        assert_eq!(target_hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(target_hash("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(target_hash("foobar"), 0x8594_4171_f739_67e8);
    }
}
