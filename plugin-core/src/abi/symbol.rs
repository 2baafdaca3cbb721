//! One export.

use core::ffi::c_void;

use super::{Records, Text, TypeFn, frozen};

/// Values of [`SymbolEntry::kind`]. Integers, so that an unknown one can be refused.
pub mod symbol_kind {
    /// A guarded function: the address is a shim that returns an [`Outcome`](crate::abi::Outcome).
    pub const FUNCTION: u32 = 1;
    /// An `extern "C"` function as its author wrote it: no guard, no conversion.
    pub const RAW_FUNCTION: u32 = 2;
    /// A static: the address is its own.
    pub const VARIABLE: u32 = 3;
    /// An object behind an interface.
    pub const OBJECT: u32 = 4;
}

/// One row of the symbol table.
///
/// Lives in the plugin's binary for as long as the process; immutable; readable from any thread;
/// its table says how long it is. All fields since ABI 1.0.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct SymbolEntry {
    /// Name that `lookup` takes.
    pub name: Text,
    /// A value of [`symbol_kind`]; an unknown one cannot be looked up.
    pub kind: u32,
    /// Bits that the reader must understand; with an unknown one it cannot be looked up.
    pub flags: u32,
    /// The function's code or the static.
    pub address: *const c_void,
    /// The type: a signature for functions, the type of a variable.
    pub ty: TypeFn,
    /// Package that the item stands in.
    pub package: Text,
    /// File that the item stands in, relative to its package.
    pub file: Text,
    /// Line of the attribute, from 1.
    pub line: u32,
    /// Zero.
    pub padding: u32,
    /// The item's declaration as written, on one line.
    pub declaration: Text,
    /// The item's documentation.
    pub docs: Text,
    /// `meta("key" = "value")` of the export.
    pub meta: Records<Meta>,
    /// What the shim of a guarded function takes after its parameters, usable from any thread: null, but
    /// for the closures of a host.
    pub data: *const c_void,
    /// [`name_hash`] of the name.
    pub hash: u64,
    /// Zero.
    pub reserved: [usize; 2],
}

// SAFETY: address and data are numbers to whoever has only the entry; whoever uses them vouches for what
// stands there (`SymbolTable::new`). Everything else is immutable.
unsafe impl Send for SymbolEntry {}
// SAFETY: as above.
unsafe impl Sync for SymbolEntry {}

/// One `"key" = "value"` of an export.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Meta {
    /// The key.
    pub key: Text,
    /// The value.
    pub value: Text,
}

/// Hash of an export's name, which is computed where the plugin is compiled, so that whoever opens it touches
/// no name.
///
/// Starts as the length. Then, for each eight bytes, as a little-endian word, and for what is left as one more:
/// rotated left by 5, xored with the word, multiplied by 0x9e3779b97f4a7c15. At last xored with its own
/// upper half, shifted right by 32. What is left, if four bytes or more, is its first four and its last four,
/// the latter as the upper half; if fewer, its first byte, that in the middle and its last, as bits 0, 8 and
/// 16; if nothing, there is no word.
#[inline]
pub const fn name_hash(name: &str) -> u64 {
    let mut rest = name.as_bytes();
    let mut hash = rest.len() as u64;
    while let Some((word, further)) = rest.split_first_chunk::<8>() {
        hash = mix(hash, u64::from_le_bytes(*word));
        rest = further;
    }
    if let (Some(first), Some(last)) = (rest.first_chunk::<4>(), rest.last_chunk::<4>()) {
        let [first, last] = [u32::from_le_bytes(*first), u32::from_le_bytes(*last)];
        hash = mix(hash, first as u64 | (last as u64) << 32);
    } else if let [first, ..] = rest {
        let [middle, last] = [rest[rest.len() / 2], rest[rest.len() - 1]];
        hash = mix(hash, *first as u64 | (middle as u64) << 8 | (last as u64) << 16);
    }
    hash ^ hash >> 32
}

const fn mix(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

frozen!(SymbolEntry: size 168, align 8, {
    name: 0, kind: 16, flags: 20, address: 24, ty: 32, package: 40, file: 56, line: 72,
    padding: 76, declaration: 80, docs: 96, meta: 112, data: 136, hash: 144,
    reserved: 152,
});
frozen!(Meta: size 32, align 8, { key: 0, value: 16 });

#[cfg(test)]
mod tests {
    use super::name_hash;

    #[test]
    fn the_hash_of_a_name_is_frozen() {
        // Computed from the description by other means.
        for (name, hash) in [
            ("", 0x0000_0000_0000_0000),
            ("V", 0x74c7_2f49_15d5_10e7),
            ("ab", 0x3ac2_6e27_56e6_6692),
            ("add", 0xd639_a88b_d9cf_189e),
            ("greet", 0x7124_5f92_2a54_91c1),
            ("transform", 0x9003_cc00_c031_9558),
            ("a name of 21 letters!", 0x2160_d7cc_3def_7710),
        ] {
            assert_eq!(name_hash(name), hash, "{name}");
        }
    }
}
