//! Owned paths and operating-system strings.

use std::ffi::OsString;
use std::path::PathBuf;

use super::{RVec, Transfer, received_by_value};
use crate::abi::{TypeInfo, kind};

#[cfg(unix)]
type Code = u8;
#[cfg(windows)]
type Code = u16;

/// An operating-system string as it crosses: the bytes of Unix, the 16-bit units of Windows.
#[repr(transparent)]
#[derive(Debug)]
pub struct PathBytes(RVec<Code>);

// SAFETY: 1. a transparent wrapper of `RVec`; 2. only operating-system strings have this
// description; 3. not claimed.
unsafe impl Transfer for OsString {
    type Rust<'a> = Self;
    type Abi<'a> = PathBytes;
    const TYPE: TypeInfo = TypeInfo::of::<PathBytes>(kind::CONTAINER, "OsString");
    const IDENTITY: bool = false;
    received_by_value!();

    #[cfg(unix)]
    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        PathBytes(std::os::unix::ffi::OsStringExt::into_vec(value).into())
    }
    #[cfg(unix)]
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        std::os::unix::ffi::OsStringExt::from_vec(value.0.into_vec())
    }

    #[cfg(windows)]
    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        PathBytes(std::os::windows::ffi::OsStrExt::encode_wide(&*value).collect())
    }
    #[cfg(windows)]
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        std::os::windows::ffi::OsStringExt::from_wide(&value.0)
    }
}

// SAFETY: as for `OsString`, which it is.
unsafe impl Transfer for PathBuf {
    type Rust<'a> = Self;
    type Abi<'a> = PathBytes;
    const TYPE: TypeInfo = TypeInfo::of::<PathBytes>(kind::CONTAINER, "PathBuf");
    const IDENTITY: bool = false;
    received_by_value!();

    fn into_abi(value: Self::Rust<'_>) -> Self::Abi<'_> {
        OsString::into_abi(value.into_os_string())
    }
    fn from_abi(value: Self::Abi<'_>) -> Self::Rust<'_> {
        OsString::from_abi(value).into()
    }
}
