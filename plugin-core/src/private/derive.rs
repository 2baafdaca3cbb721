//! What the derives' expansions call.
//!
//! Apart from the rest of the contract because a derive proves things about a layout, which no
//! other macro does.

use core::mem::MaybeUninit;

use crate::abi::{TypeInfo, kind};
use crate::types::{Place, Transfer, Unit};

/// Overlaps, for a type that implements `Drop`, with the implementation that `derive(Portable)`
/// emits: the error names this trait.
pub trait PortableTypeMustNotImplementDropUnlessUnsafeAssumeCrossable {}
#[allow(drop_bounds, reason = "precisely the types with an implementation of their own are meant")]
impl<T: Drop> PortableTypeMustNotImplementDropUnlessUnsafeAssumeCrossable for T {}

/// As above for `derive(Transfer)`, which takes values apart: each side would drop one.
pub trait TransferTypeMustNotImplementDrop {}
#[allow(drop_bounds, reason = "precisely the types with an implementation of their own are meant")]
impl<T: Drop> TransferTypeMustNotImplementDrop for T {}

/// An argument of a type that leaves nothing in the place where it arrived.
pub fn taken<'a, T: Transfer>(place: Place<'a, T::Abi<'a>>) -> T::Rust<'a> {
    T::from_abi(place.take())
}

/// What `#[portable(unsafe_assume_crossable)]` calls, so that `unsafe_code` is reported there.
///
/// # Safety
///
/// Every safe operation on the type is sound in a binary that did not make the value: see
/// [`Portable`](crate::Portable), 1 and 3.
pub const unsafe fn assume_crossable() {}

/// The text of a type that a field is declared with.
pub trait TypeText {
    /// The text.
    const TEXT: &'static str;
}

/// The description of a field that its author vouches for.
pub extern "C" fn opaque_type<T, N: TypeText>() -> &'static TypeInfo {
    const { &TypeInfo::of::<T>(kind::OPAQUE, N::TEXT) }
}

/// A `#[repr(transparent)]` type as it crosses by value.
///
/// Such a type is passed as its field is, and that may be an array, which C does not pass.
#[repr(C)]
#[derive(Debug)]
pub struct ByValue<T> {
    value: T,
}

impl<T> ByValue<T> {
    /// Wraps the value.
    pub const fn new(value: T) -> Self {
        Self { value }
    }

    /// The value.
    pub fn into_inner(self) -> T {
        self.value
    }
}

/// The description of a type without fields as it crosses by value: as a [`Unit`].
///
/// A container of such values and one of units have different layouts, and must not compare equal.
pub const fn as_unit(mut ty: TypeInfo) -> TypeInfo {
    ty.size = size_of::<Unit>();
    ty.align = align_of::<Unit>();
    ty
}

/// Asserts that a value has bytes to pass.
pub const fn assert_not_zero_sized<T>() {
    assert!(
        size_of::<T>() > 0,
        "a type of size zero cannot cross by value, unless it has no fields"
    );
}

/// Asserts that the compiled type is as large as the one that the derive saw.
pub const fn assert_layout<Compiled, Seen>() {
    assert!(
        size_of::<Compiled>() == size_of::<Seen>() && align_of::<Compiled>() == align_of::<Seen>(),
        "size or alignment of this type is not what its declaration says: another attribute macro changed it after `derive(Portable)` saw it; write the derive below that attribute"
    );
}

/// Asserts that a field is where the derive saw it.
pub const fn assert_offset(compiled: usize, seen: usize) {
    assert!(
        compiled == seen,
        "a field of this type is not where its declaration says: another attribute macro changed it after `derive(Portable)` saw it; write the derive below that attribute"
    );
}

/// Asserts that a field of a transparent type is the whole of it, or nothing.
pub const fn assert_transparent<Field>(offset: usize) {
    assert_offset(if size_of::<Field>() == 0 { 0 } else { offset }, 0);
}

/// Asserts that a variant's discriminant is the one that the derive saw.
pub const fn assert_discriminant(compiled: i128, seen: i128) {
    if compiled != seen {
        other_discriminant();
    }
}

/// The discriminant that the derive saw stands for another variant.
pub const fn other_discriminant() -> ! {
    panic!(
        "a discriminant of this type is not what its declaration says: another attribute macro changed it after `derive(Portable)` saw it; write the derive below that attribute"
    )
}

/// An enum of which only the discriminant is there, at its beginning.
///
/// For constants: the compiler evaluates a `match` on it and reports an enum that keeps its
/// discriminant elsewhere.
pub const fn with_discriminant<Enum, Discriminant: Copy>(
    discriminant: Discriminant,
) -> MaybeUninit<Enum> {
    assert_fits::<Enum, Discriminant>();
    let mut value = MaybeUninit::<Enum>::uninit();
    // SAFETY: the enum is at least as large and as aligned as the discriminant.
    unsafe { value.as_mut_ptr().cast::<Discriminant>().write(discriminant) };
    value
}

const fn assert_fits<Enum, Discriminant>() {
    assert!(
        size_of::<Enum>() >= size_of::<Discriminant>()
            && align_of::<Enum>() >= align_of::<Discriminant>()
    );
}

/// How far a field is from the beginning of the value that it is a part of.
///
/// # Safety
///
/// `field` is a part of `value`.
pub const unsafe fn offset_in<T, Field>(value: *const T, field: *const Field) -> usize {
    // SAFETY: both pointers point into one value, by the caller's promise.
    unsafe { field.byte_offset_from(value) }.unsigned_abs()
}
