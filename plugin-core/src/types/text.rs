//! `String` and `&str`.

use super::container::container;
use super::{
    Place, Portable, RawArgument, Referent, Transfer, received_by_value, transfer_as_itself,
};
use crate::abi::{TypeInfo, kind, type_flags};

pub use abi_stable::std_types::{RStr, RString};

// SAFETY: abi_stable fixes the layout of this type in its version, which the description names; it
// drops and grows through functions of the binary that made it.
unsafe impl Portable for RString {
    const TYPE: TypeInfo = container::<Self>("RString");
}
transfer_as_itself!([] RString);

// SAFETY: 1. and 2. what crosses is an `RString`, and its description says so; 3. not claimed.
unsafe impl Transfer for String {
    type Rust<'a> = Self;
    type Abi<'a> = RString;
    const TYPE: TypeInfo = <RString as Portable>::TYPE;
    const IDENTITY: bool = false;
    received_by_value!();

    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        value.into()
    }
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        value.into_string()
    }
}

/// `&str` for the call.
pub(crate) const STR: TypeInfo = TypeInfo::of::<RStr<'static>>(kind::STR, "str");

// SAFETY: 1. `RStr` is a `repr(C)` pair of pointer and length; 2. only text has this description;
// 3. not claimed.
unsafe impl Referent for str {
    type Rust<'a> = &'a str;
    type Shared<'a> = RStr<'a>;
    const SHARED: TypeInfo = STR;
    const IDENTITY: bool = false;

    fn share(value: Self::Rust<'_>) -> Self::Shared<'_> {
        value.into()
    }
    fn shared<'a>(place: Place<'a, RStr<'a>>) -> &'a Self {
        place.take().as_str()
    }
    fn lasting(value: &Self) -> &Self {
        value
    }
}

// SAFETY: as `&str`, in the spelling that crosses.
unsafe impl Transfer for RStr<'static> {
    type Rust<'a> = RStr<'a>;
    type Abi<'a> = RStr<'a>;
    const TYPE: TypeInfo = STR;
    const IDENTITY: bool = true;
    received_by_value!();

    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        value
    }
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        value
    }
}

// SAFETY: a `repr(C)` struct of pointer and length.
unsafe impl RawArgument for RStr<'static> {}

// SAFETY: `RStr` is a `repr(C)` pair of pointer and length; the flag says that it lasts for ever.
unsafe impl Portable for RStr<'static> {
    const TYPE: TypeInfo = STR.flags(type_flags::STATIC);
}
