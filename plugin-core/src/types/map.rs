//! `HashMap` and `BTreeMap`, rebuilt on the other side; `RHashMap`, which crosses as itself.

use core::hash::{BuildHasher, Hash};
use std::collections::{BTreeMap, HashMap};

use super::container::{HoldsTwo, HoldsTwoAbi, container};
use super::{Portable, RHashMap, RVec, Transfer, Tuple2, received_by_value, transfer_as_itself};
use crate::abi::{TypeInfo, kind};

// SAFETY: abi_stable fixes the layout of this type in its version, which the description names; it
// hashes, compares and drops through functions of the binary that made it; its content is portable.
unsafe impl<K: Portable, V: Portable> Portable for RHashMap<K, V> {
    const TYPE: TypeInfo = container::<Self>("RHashMap").arguments(HoldsTwo::<K, V>::ARGUMENTS);
}
transfer_as_itself!([K: Portable, V: Portable] RHashMap<K, V>);

/// How a map crosses: its entries, each once, in any order.
type EntryList<'a, K, V> = RVec<Tuple2<<K as Transfer>::Abi<'a>, <V as Transfer>::Abi<'a>>>;

struct EntriesAbi<K, V>(K, V);

impl<K: Transfer, V: Transfer> EntriesAbi<K, V> {
    const TYPE: TypeInfo = TypeInfo::of::<EntryList<'static, K, V>>(kind::CONTAINER, "map")
        .arguments(HoldsTwoAbi::<K, V>::ARGUMENTS);

    fn list<'a>(map: impl IntoIterator<Item = (K::Rust<'a>, V::Rust<'a>)>) -> EntryList<'a, K, V> {
        map.into_iter().map(|(key, value)| Tuple2(K::into_abi(key), V::into_abi(value))).collect()
    }

    fn map<'a, M: FromIterator<(K::Rust<'a>, V::Rust<'a>)>>(list: EntryList<'a, K, V>) -> M {
        list.into_iter().map(|Tuple2(key, value)| (K::from_abi(key), V::from_abi(value))).collect()
    }
}

// SAFETY: 1. and 2. what crosses is the list of entries, described by the types of key and value;
// 3. not claimed.
unsafe impl<K: Transfer, V: Transfer, S> Transfer for HashMap<K, V, S>
where
    for<'a> K::Rust<'a>: Eq + Hash,
    S: BuildHasher + Default + 'static,
{
    type Rust<'a> = HashMap<K::Rust<'a>, V::Rust<'a>, S>;
    type Abi<'a> = EntryList<'a, K, V>;
    const TYPE: TypeInfo = EntriesAbi::<K, V>::TYPE;
    const IDENTITY: bool = false;
    received_by_value!();

    /// Takes time proportional to the number of entries.
    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        EntriesAbi::<K, V>::list(value)
    }
    /// Takes time proportional to the number of entries.
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        EntriesAbi::<K, V>::map(value)
    }
}

// SAFETY: as for `HashMap`, whose entries cross in the same way.
unsafe impl<K: Transfer, V: Transfer> Transfer for BTreeMap<K, V>
where
    for<'a> K::Rust<'a>: Ord,
{
    type Rust<'a> = BTreeMap<K::Rust<'a>, V::Rust<'a>>;
    type Abi<'a> = EntryList<'a, K, V>;
    const TYPE: TypeInfo = EntriesAbi::<K, V>::TYPE;
    const IDENTITY: bool = false;
    received_by_value!();

    /// Takes time proportional to the number of entries.
    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        EntriesAbi::<K, V>::list(value)
    }
    /// Takes time proportional to the number of entries, and to sort them.
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        EntriesAbi::<K, V>::map(value)
    }
}
