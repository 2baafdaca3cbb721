//! How objects stand in signatures: `&dyn Filter`, `&mut dyn Filter`, `Box<dyn Filter>`,
//! `Arc<dyn Filter>`, and as exported symbols.

use std::sync::Arc;

use super::{InArc, Interface, Lent, Remote};
use crate::abi::{TypeInfo, kind};
use crate::symbol::BareSymbol;
use crate::types::{Transfer, received_by_value};

/// The description of an interface, as a function.
pub extern "C" fn interface_type<I: Interface + ?Sized>() -> &'static TypeInfo {
    const { &I::TYPE }
}

/// The handle of an exported object.
///
/// # Safety
///
/// The symbol is an object of interface `I`.
#[inline]
pub unsafe fn exported<I: ?Sized>(symbol: &BareSymbol) -> &Remote<I, Lent> {
    // SAFETY: by contract its address is that of an object's record, never unloaded.
    unsafe { Remote::exported(symbol.address.cast()) }
}

const fn assert_counted<I: Interface + ?Sized>() {
    assert!(
        I::COUNTED,
        "objects in an `Arc` are used by several threads if they are `Send`: the interface has to ask for \
         `Sync`, too, as in `trait Filter: Send + Sync`"
    );
}

// SAFETY: 1. and 2. what crosses is a `repr(C)` struct that owns one count of an object of this
// interface, and the description says so; 3. not claimed; 4. it arrives by value.
unsafe impl<I: Interface + ?Sized> Transfer for Arc<I> {
    type Rust<'a> = Self;
    type Abi<'a> = Remote<I, InArc>;
    const TYPE: TypeInfo =
        TypeInfo::of::<Remote<I, InArc>>(kind::ARC, "Arc").element(interface_type::<I>);
    const IDENTITY: bool = false;
    received_by_value!();

    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        const { assert_counted::<I>() };
        Remote::from_arc(I::uncounted(value))
    }
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        const { assert_counted::<I>() };
        I::counted(Arc::new(value.checked()))
    }
}

/// Implements for `dyn $interface` what stands in signatures, where no implementation can be generic:
/// one for every `T: Interface` would overlap with those of other types.
#[doc(hidden)]
#[macro_export]
macro_rules! __plugin_core_object {
    ($interface:ident) => {
        // SAFETY: 1. and 2. what crosses is a `repr(C)` struct that refers to an object of this
        // interface, and the description says so; 3. not claimed; 4. it is an argument only.
        unsafe impl $crate::private::Referent for dyn $interface {
            type Rust<'a> = &'a (dyn $interface + 'a);
            type Shared<'a> = $crate::private::ObjectRef<'a, Self>;
            const SHARED: $crate::private::TypeInfo =
                $crate::private::TypeInfo::of::<$crate::private::ObjectRef<'static, Self>>(
                    $crate::private::kind::REFERENCE,
                    "reference",
                )
                .element($crate::private::interface_type::<Self>);
            const IDENTITY: ::core::primitive::bool = false;
            const ARGUMENT_ONLY: ::core::primitive::bool = true;

            #[inline]
            fn share(value: Self::Rust<'_>) -> Self::Shared<'_> {
                $crate::private::ObjectRef::new(value)
            }
            #[inline]
            fn shared<'a>(place: $crate::private::Place<'a, Self::Shared<'a>>) -> &'a Self {
                place.remote()
            }
            fn lasting(value: &Self) -> Self::Rust<'_> {
                value
            }
        }

        // SAFETY: as above, borrowed exclusively.
        unsafe impl $crate::private::ReferentMut for dyn $interface {
            type Rust<'a> = &'a mut (dyn $interface + 'a);
            type Exclusive<'a> = $crate::private::ObjectRef<'a, Self>;
            const EXCLUSIVE: $crate::private::TypeInfo =
                $crate::private::TypeInfo::of::<$crate::private::ObjectRef<'static, Self>>(
                    $crate::private::kind::REFERENCE_MUT,
                    "reference",
                )
                .element($crate::private::interface_type::<Self>);
            const IDENTITY: ::core::primitive::bool = false;
            const ARGUMENT_ONLY: ::core::primitive::bool = true;

            #[inline]
            fn lend(value: Self::Rust<'_>) -> Self::Exclusive<'_> {
                $crate::private::ObjectRef::new_mut(value)
            }
            #[inline]
            fn lent<'a>(place: $crate::private::Place<'a, Self::Exclusive<'a>>) -> &'a mut Self {
                place.remote()
            }
            fn lasting(value: &mut Self) -> Self::Rust<'_> {
                value
            }
        }

        // SAFETY: 1. and 2. what crosses is a `repr(C)` struct that owns an object of this interface,
        // and the description says so; 3. not claimed.
        unsafe impl $crate::private::Boxed for dyn $interface {
            type Rust<'a> = ::std::boxed::Box<Self>;
            type Owned<'a> = $crate::private::Remote<Self, $crate::private::InBox>;
            const BOXED: $crate::private::TypeInfo = $crate::private::TypeInfo::of::<
                Self::Owned<'static>,
            >($crate::private::kind::BOX, "Box")
            .element($crate::private::interface_type::<Self>);

            fn give(value: Self::Rust<'_>) -> Self::Owned<'_> {
                $crate::private::Remote::from_box(value)
            }
            fn given(value: Self::Owned<'_>) -> Self::Rust<'_> {
                ::std::boxed::Box::new(value.checked())
            }
        }

        // SAFETY: the record of an object that is there for ever; symbols of it ask for `Sync`.
        unsafe impl $crate::private::Offer<Self, &'static Self> for dyn $interface {
            fn place(value: &'static Self) -> $crate::private::ServicePlace {
                $crate::private::object_place::<Self>(value)
            }
        }

        // SAFETY: as above.
        unsafe impl $crate::private::Offer<Self, ::std::boxed::Box<Self>> for dyn $interface {
            fn place(value: ::std::boxed::Box<Self>) -> $crate::private::ServicePlace {
                $crate::private::object_place::<Self>(::std::boxed::Box::leak(value))
            }
        }

        // SAFETY: the address of an exported object is that of its record.
        unsafe impl $crate::SymbolType for dyn $interface {
            type Target = Self;
            const KIND: ::core::primitive::u32 = $crate::private::symbol_kind::OBJECT;
            const TYPE: $crate::private::TypeInfo = <Self as $crate::private::Interface>::TYPE;

            #[inline]
            unsafe fn deref(symbol: &$crate::private::BareSymbol) -> &Self {
                // SAFETY: the caller's promise.
                unsafe { $crate::private::exported::<Self>(symbol) }
            }
        }
    };
}
