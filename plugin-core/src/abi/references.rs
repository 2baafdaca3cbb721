//! Tables of records that stand apart, each in a static of its own.

use core::ffi::c_void;
use core::marker::PhantomData;

use super::frozen;

/// A table of records that stand in statics of their own, which whoever lists them would have to copy: pointers to
/// them or, where the linker has put them at equal distances, the first of them and the distance.
///
/// The table is owned by the binary that built it, and each record lives as long as the process; readable from any
/// thread. A null pointer goes with length 0.
#[repr(C)]
pub struct References<T: 'static> {
    /// To the first pointer or, with a stride, to the first record.
    ptr: *const c_void,
    len: usize,
    record_size: u32,
    /// From one record to the next; 0: there are pointers.
    stride: u32,
    marker: PhantomData<&'static T>,
}

impl<T> Clone for References<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for References<T> {}

// SAFETY: a shared reference to shared references that live for the whole process.
unsafe impl<T: Sync> Send for References<T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for References<T> {}

impl<T> References<T> {
    /// The empty table.
    pub const EMPTY: Self = Self::new(&[]);

    /// Wraps a slice of pointers.
    pub const fn new(records: &'static [&'static T]) -> Self {
        let (ptr, record_size) = (records.as_ptr().cast(), super::record_size::<T>());
        Self { ptr, len: records.len(), record_size, stride: 0, marker: PhantomData }
    }

    /// One record in each of `holders`, at the same place in each; `None` if it is at another in one of them.
    pub(crate) fn in_each<H: Sync>(
        holders: &'static [H],
        record: impl Fn(&'static H) -> Option<&'static T>,
    ) -> Option<Self> {
        let Some(first) = holders.first() else { return Some(Self::EMPTY) };
        let place = |holder: &'static H| {
            let record = core::ptr::from_ref(record(holder)?).addr();
            record.checked_sub(core::ptr::from_ref(holder).addr())
        };
        let offset = place(first).filter(|offset| offset + size_of::<T>() <= size_of::<H>())?;
        if !holders.iter().all(|holder| place(holder) == Some(offset)) {
            return None;
        }
        // 0 would say that there are pointers.
        let stride = u32::try_from(size_of::<H>()).ok().filter(|stride| *stride > 0)?;
        // Through the pointer to all of them, so that it may be used for all of them.
        let ptr = holders.as_ptr().cast::<c_void>().wrapping_byte_add(offset);
        let record_size = super::record_size::<T>();
        Some(Self { ptr, len: holders.len(), record_size, stride, marker: PhantomData })
    }

    /// Number of records.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no record.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether every record is at least as long as this binary's `T` and aligned for it.
    ///
    /// False means that the table was written for an ABI that this binary does not know; reading
    /// it yields nothing.
    pub const fn is_readable(&self) -> bool {
        self.len == 0
            || (!self.ptr.is_null()
                && self.record_size as usize >= size_of::<T>()
                && (self.stride == 0 || self.stride >= self.record_size)
                && self.stride as usize % align_of::<T>() == 0)
    }

    /// The records in order; none if they are not readable.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &'static T> + Clone + use<T> {
        self.readable().iter()
    }

    /// The records, to read one or the other; none if they are not readable.
    pub fn readable(self) -> Readable<T> {
        Readable(if self.is_readable() { self } else { Self::EMPTY })
    }

    /// The record at `index`.
    ///
    /// # Safety
    ///
    /// The records are readable, and `index` is less than their number.
    #[inline]
    unsafe fn at(&self, index: usize) -> &'static T {
        if self.stride == 0 {
            // SAFETY: the fields are private and only `new` and `in_each` set them (in this binary or, the layout
            // being frozen, in another). Without a stride, it is `new` that did, from a slice of `len` references,
            // and `index` is less than that.
            let record = unsafe { self.ptr.cast::<&'static T>().add(index) };
            // SAFETY: as above; and each record is at least a `T`, since they are readable.
            return unsafe { *record };
        }
        // SAFETY: with a stride, it is `in_each` that set them, from as many holders of that size, and `index` is less.
        let record = unsafe { self.ptr.byte_add(index * self.stride as usize) };
        // SAFETY: there stands a record, as `in_each` found; it is at least a `T` and aligned for it, since they are
        // readable.
        unsafe { &*record.cast() }
    }
}

/// [`References`] that were found to be readable, which is not asked again for each record.
pub struct Readable<T: 'static>(References<T>);

impl<T> Clone for Readable<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Readable<T> {}

impl<T> Readable<T> {
    /// Number of records.
    pub const fn len(&self) -> usize {
        self.0.len
    }

    /// Whether there is no record.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The record at `index`, or `None` past the end.
    #[inline]
    pub fn get(&self, index: usize) -> Option<&'static T> {
        // SAFETY: `readable` found them so, and `index` is less than their number.
        (index < self.len()).then(|| unsafe { self.0.at(index) })
    }

    /// The records in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &'static T> + Clone + use<T> {
        let Self(records) = *self;
        // SAFETY: as above.
        (0..records.len).map(move |index| unsafe { records.at(index) })
    }
}

impl<T: core::fmt::Debug> core::fmt::Debug for References<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

frozen!(References as References<u8>: size 24, align 8, {
    ptr: 0, len: 8, record_size: 16, stride: 20, marker: 24,
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_elsewhere_are_read_if_they_are_no_shorter() {
        static WIDE: [u64; 2] = [1, 2];
        static TABLE: [&u64; 2] = [&WIDE[1], &WIDE[0]];
        let references = References::new(&TABLE);
        assert_eq!(references.iter().copied().collect::<Vec<_>>(), [2, 1]);
        let shorter = References { record_size: 7, ..references };
        assert!(!shorter.is_readable() && references.is_readable());
        assert_eq!((shorter.len(), shorter.iter().len()), (2, 0));
        assert!(References::<u64>::EMPTY.is_readable() && References::<u64>::EMPTY.is_empty());
    }

    #[test]
    fn records_at_equal_distances_need_no_pointers() {
        static HOLDERS: [(u8, Option<u64>); 3] = [(0, Some(1)), (0, Some(2)), (0, Some(3))];
        static GAP: [Option<u64>; 2] = [Some(1), None];
        static NONE: [u64; 0] = [];
        let references = References::in_each(&HOLDERS, |holder| holder.1.as_ref()).unwrap();
        assert_eq!(references.iter().copied().collect::<Vec<_>>(), [1, 2, 3]);
        for (record_size, stride) in [(7, 24), (8, 7), (8, 12), (32, 24)] {
            let other = References { record_size, stride, ..references };
            assert!(!other.is_readable() && other.iter().len() == 0, "{record_size}, {stride}");
        }
        assert!(References::in_each(&GAP, Option::as_ref).is_none());
        assert!(References::in_each(&NONE, Some).unwrap().is_empty());
        assert!(References::in_each(&[(); 3], Some).is_none());
    }

    #[test]
    fn records_elsewhere_are_in_no_holder() {
        static RECORDS: [u64; 2] = [1, 2];
        static HOLDERS: [&u64; 2] = [&RECORDS[0], &RECORDS[1]];
        assert!(References::in_each(&HOLDERS, |holder| Some(*holder)).is_none());
    }
}
