//! `RVec<T>`: a growable buffer that belongs to the binary that made it.
//!
//! A transparent wrapper of `abi_stable`'s, whose bytes and vtable it has, because of what is left out:
//! `drain` there does not check its range, and its iterator reads past the end for zero-sized types.

use core::fmt;
use core::ops::{Deref, DerefMut};

use abi_stable::std_types::RVec as Buffer;

/// A `Vec<T>` that crosses as itself: it grows and is freed through functions of the binary that made
/// it.
///
/// Everything that a slice can do, it can. To do all that a `Vec` can, turn it into one:
/// [`into_vec`](Self::into_vec) takes the buffer over if this binary made it, and copies it otherwise.
///
/// ```
/// use plugin_core::RVec;
///
/// let mut numbers: RVec<u32> = [1, 2].into_iter().collect();
/// numbers.push(3);
/// assert_eq!(numbers.iter().sum::<u32>(), 6);
/// assert_eq!(numbers.into_vec(), vec![1, 2, 3]);
/// ```
#[repr(transparent)]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RVec<T>(Buffer<T>);

impl<T> RVec<T> {
    /// An empty list, without allocating.
    pub const fn new() -> Self {
        Self(Buffer::new())
    }

    /// An empty list with room for `capacity` elements.
    pub fn with_capacity(capacity: usize) -> Self {
        Self(Buffer::with_capacity(capacity))
    }

    /// Number of elements that there is room for.
    pub fn capacity(&self) -> usize {
        self.0.capacity()
    }

    /// Makes room for `additional` elements more.
    pub fn reserve(&mut self, additional: usize) {
        self.0.reserve(additional);
    }

    /// Gives back the room that is not used.
    pub fn shrink_to_fit(&mut self) {
        self.0.shrink_to_fit();
    }

    /// The elements.
    pub fn as_slice(&self) -> &[T] {
        self.0.as_slice()
    }

    /// The elements.
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        self.0.as_mut_slice()
    }

    /// Adds an element at the end.
    pub fn push(&mut self, value: T) {
        self.0.push(value);
    }

    /// Takes the last element.
    pub fn pop(&mut self) -> Option<T> {
        self.0.pop()
    }

    /// Puts an element at `index`.
    ///
    /// # Panics
    ///
    /// If `index` is past the end.
    pub fn insert(&mut self, index: usize, value: T) {
        assert!(index <= self.len(), "index {index} is past the end of {} elements", self.len());
        self.0.insert(index, value);
    }

    /// Takes the element at `index`.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub fn remove(&mut self, index: usize) -> T {
        assert!(index < self.len(), "index {index} is past the end of {} elements", self.len());
        self.0.remove(index)
    }

    /// Takes the element at `index`; the last one fills its place.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub fn swap_remove(&mut self, index: usize) -> T {
        assert!(index < self.len(), "index {index} is past the end of {} elements", self.len());
        self.0.swap_remove(index)
    }

    /// Keeps the first `len` elements.
    pub fn truncate(&mut self, len: usize) {
        self.0.truncate(len);
    }

    /// Removes all elements.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Keeps the elements for which `keep` returns true.
    pub fn retain(&mut self, keep: impl FnMut(&mut T) -> bool) {
        let mut values = core::mem::take(self).into_vec();
        values.retain_mut(keep);
        *self = values.into();
    }

    /// The elements as a `Vec`: the buffer itself if this binary made it, otherwise a copy of it.
    pub fn into_vec(self) -> Vec<T> {
        self.0.into_vec()
    }
}

impl<T> Default for RVec<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Deref for RVec<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.as_slice()
    }
}

impl<T> DerefMut for RVec<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        self.as_mut_slice()
    }
}

impl<T: fmt::Debug> fmt::Debug for RVec<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_slice().fmt(f)
    }
}

impl<T> From<Vec<T>> for RVec<T> {
    fn from(values: Vec<T>) -> Self {
        Self(values.into())
    }
}

impl<T> From<RVec<T>> for Vec<T> {
    fn from(values: RVec<T>) -> Self {
        values.into_vec()
    }
}

impl<T: Clone> From<&[T]> for RVec<T> {
    fn from(values: &[T]) -> Self {
        values.to_vec().into()
    }
}

impl<T> FromIterator<T> for RVec<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        values.into_iter().collect::<Vec<_>>().into()
    }
}

impl<T> Extend<T> for RVec<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, values: I) {
        let values = values.into_iter();
        self.reserve(values.size_hint().0);
        for value in values {
            self.push(value);
        }
    }
}

impl<T> IntoIterator for RVec<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_vec().into_iter()
    }
}

impl<'a, T> IntoIterator for &'a RVec<T> {
    type Item = &'a T;
    type IntoIter = core::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a, T> IntoIterator for &'a mut RVec<T> {
    type Item = &'a mut T;
    type IntoIter = core::slice::IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

impl<T: PartialEq> PartialEq<[T]> for RVec<T> {
    fn eq(&self, other: &[T]) -> bool {
        self.as_slice() == other
    }
}

impl<T: PartialEq> PartialEq<Vec<T>> for RVec<T> {
    fn eq(&self, other: &Vec<T>) -> bool {
        self.as_slice() == other.as_slice()
    }
}
