//! The place where an argument arrived: what a called function borrows may have to stand there for as
//! long as the call.

use core::marker::PhantomData;
use core::mem::{self, ManuallyDrop};
use core::ptr::NonNull;

use super::ROption;
use crate::object::{Interface, Lent, ObjectRef, Remote};

/// An argument as it crossed, where it arrived: in the frame of the call, until it is taken out.
#[derive(Debug)]
pub struct Place<'a, T> {
    /// 1. Points to a value that belongs to this place, until it is taken.
    /// 2. What it points to may be used until the result of the call has been made.
    value: NonNull<T>,
    owns: PhantomData<&'a mut T>,
}

impl<'a, T> Place<'a, T> {
    /// The place of an argument.
    ///
    /// `'a` may be longer than the borrow of `value`: a frame cannot name the lifetime of what its
    /// caller lent.
    ///
    /// # Safety
    ///
    /// `value` holds a value, is not used again, and stays where it is until everything is gone that
    /// was made of this place and lives for `'a`.
    #[inline]
    pub(crate) unsafe fn new(value: &mut ManuallyDrop<T>) -> Self {
        Self { value: NonNull::from(value).cast(), owns: PhantomData }
    }

    /// Moves the value out.
    #[inline]
    pub fn take(self) -> T {
        let place = ManuallyDrop::new(self);
        // SAFETY: by 1., and `self` is consumed.
        unsafe { place.value.read() }
    }

    /// Borrows the value, which is not dropped: for what holds nothing to drop.
    #[inline]
    pub(crate) fn borrow(self) -> &'a mut T {
        let mut place = ManuallyDrop::new(self);
        // SAFETY: by 1. and 2., and `self` is consumed.
        unsafe { place.value.as_mut() }
    }

    /// Replaces the value by another one where it stands. That one is not dropped.
    #[inline]
    pub(crate) fn replace<U>(self, make: impl FnOnce(T) -> U) -> &'a mut U {
        const { assert!(size_of::<U>() <= size_of::<T>() && align_of::<U>() <= align_of::<T>()) };
        let mut place = self.value.cast::<U>();
        let value = make(self.take());
        // SAFETY: by 1. these bytes are nobody else's, and the assertion says that they suffice.
        unsafe { place.write(value) };
        // SAFETY: just written; by 2. it may be used for `'a`.
        unsafe { place.as_mut() }
    }
}

impl<'a, T> Place<'a, ROption<T>> {
    /// The place inside an option.
    #[inline]
    pub(crate) fn content(self) -> Option<Place<'a, T>> {
        match self.borrow() {
            ROption::RSome(value) => Some(Place { value: NonNull::from(value), owns: PhantomData }),
            ROption::RNone => None,
        }
    }
}

impl<'a, I: Interface + ?Sized> Place<'a, ObjectRef<'a, I>> {
    /// The handle of an object, which stays in the place.
    #[inline]
    pub fn remote(self) -> &'a mut Remote<I, Lent> {
        self.borrow().remote()
    }
}

impl<T> Drop for Place<'_, T> {
    fn drop(&mut self) {
        if mem::needs_drop::<T>() {
            // SAFETY: by 1., the value was not taken: that forgets the place.
            unsafe { self.value.drop_in_place() };
        }
    }
}
