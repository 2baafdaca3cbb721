//! Tuples of two to six elements.

use core::mem::offset_of;

use super::{
    Portable, Transfer, portable_type, received_by_value, transfer_as_itself, transfer_type,
};
use crate::abi::{Field, TypeInfo, kind};

/// The tuple that crosses, nameable where its elements are already being repeated.
trait Crossing {
    type Tuple;
}

macro_rules! tuples {
    ($($name:ident $arity:literal: $($index:tt $ty:ident $var:ident),+;)+) => {$(
        #[doc = concat!("A tuple of ", $arity, " elements as it crosses, with the layout of C.")]
        #[repr(C)]
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name<$($ty),+>($(#[doc = "An element."] pub $ty),+);

        impl<$($ty: Portable),+> $name<$($ty),+> {
            const PORTABLE: &'static [Field] = &[$(
                Field::new(stringify!($index), offset_of!(Self, $index), portable_type::<$ty>)
            ),+];
        }

        // SAFETY: a `repr(C)` struct of portable fields, which the description lists.
        unsafe impl<$($ty: Portable),+> Portable for $name<$($ty),+> {
            const TYPE: TypeInfo = {
                const { assert!(size_of::<Self>() > 0, "a tuple of zero-sized types cannot cross") };
                TypeInfo::of::<Self>(kind::TUPLE, "tuple").fields(Self::PORTABLE)
            };
        }
        transfer_as_itself!([$($ty: Portable),+] $name<$($ty),+>);

        const _: () = {
            struct Fields<$($ty),+>($($ty),+);

            impl<$($ty: Transfer),+> Crossing for Fields<$($ty),+> {
                type Tuple = $name<$($ty::Abi<'static>),+>;
            }

            impl<$($ty: Transfer),+> Fields<$($ty),+> {
                const ABI: &'static [Field] = &[$(
                    Field::new(
                        stringify!($index),
                        offset_of!(<Self as Crossing>::Tuple, $index),
                        transfer_type::<$ty>,
                    )
                ),+];
            }

            // SAFETY: 1. a `repr(C)` struct of what crosses for each element, none of it
            // zero-sized; 2. the description lists the elements; 3. not claimed.
            unsafe impl<$($ty: Transfer),+> Transfer for ($($ty,)+) {
                type Rust<'a> = ($($ty::Rust<'a>,)+);
                type Abi<'a> = $name<$($ty::Abi<'a>),+>;
                const TYPE: TypeInfo =
                    TypeInfo::of::<$name<$($ty::Abi<'static>),+>>(kind::TUPLE, "tuple")
                        .fields(Fields::<$($ty),+>::ABI);
                const IDENTITY: bool = false;
    received_by_value!();

                fn into_abi(($($var,)+): Self::Rust<'_>) -> Self::Abi<'_> {
                    $name($($ty::into_abi($var)),+)
                }
                fn from_abi($name($($var),+): Self::Abi<'_>) -> Self::Rust<'_> {
                    ($($ty::from_abi($var),)+)
                }
            }
        };
    )+};
}

tuples! {
    Tuple2 2: 0 A a, 1 B b;
    Tuple3 3: 0 A a, 1 B b, 2 C c;
    Tuple4 4: 0 A a, 1 B b, 2 C c, 3 D d;
    Tuple5 5: 0 A a, 1 B b, 2 C c, 3 D d, 4 E e;
    Tuple6 6: 0 A a, 1 B b, 2 C c, 3 D d, 4 E e, 5 F f;
}
