//! `RHashMap<K, V>`: a hash map that belongs to the binary that made it.
//!
//! A transparent wrapper of `abi_stable`'s, whose bytes and vtable it has, because of what is left out:
//! `iter_mut` there lets a borrow be stored for longer than it lasts.

use core::fmt;
use core::hash::Hash;

use abi_stable::std_types::RHashMap as Map;

/// A `HashMap<K, V>` that crosses as itself: it hashes, compares, grows and is freed by functions of
/// the binary that made it.
///
/// **A panic in `Hash` or `Eq` of a key ends the process**: it cannot leave those functions.
///
/// ```
/// use plugin_core::{RHashMap, RString};
///
/// let mut ages: RHashMap<RString, u32> = RHashMap::new();
/// ages.insert("somebody".into(), 30);
/// assert_eq!(ages.get(&RString::from("somebody")), Some(&30));
/// ```
#[repr(transparent)]
pub struct RHashMap<K, V>(Map<K, V>);

impl<K, V> RHashMap<K, V> {
    /// An empty map.
    pub fn new() -> Self
    where
        K: Eq + Hash,
    {
        Self(Map::new())
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a key.
    pub fn get(&self, key: &K) -> Option<&V> {
        self.0.get_p(key)
    }

    /// The value of a key.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.0.get_mut_p(key)
    }

    /// Whether there is an entry for the key.
    pub fn contains_key(&self, key: &K) -> bool {
        self.0.contains_key_p(key)
    }

    /// Sets the value of a key and returns the one that it had.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        self.0.insert(key, value).into_option()
    }

    /// Takes the value of a key.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        self.0.remove_p(key).into_option()
    }

    /// Removes all entries.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The entries, in any order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().map(|entry| (entry.0, entry.1))
    }

    /// The entries, in any order, to keep.
    pub fn into_entries(self) -> impl Iterator<Item = (K, V)> {
        self.0.into_iter().map(|entry| (entry.0, entry.1))
    }
}

impl<K: Eq + Hash, V> Default for RHashMap<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for RHashMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<K: Eq + Hash, V> FromIterator<(K, V)> for RHashMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        map.extend(entries);
        map
    }
}

impl<K, V> Extend<(K, V)> for RHashMap<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}
