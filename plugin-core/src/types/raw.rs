//! What may stand in the signature of a raw `extern "C"` export.
//!
//! Narrower than [`Transfer`]: there is no shim that could convert, and the C calling convention
//! must treat the type alike under every compiler.

use super::Transfer;
use crate::signature::Parameter;

/// A type that may be an argument of a raw `extern "C"` function.
///
/// # Safety
///
/// `Rust<'a>` is passed alike by the C convention of every compiler, as `Abi<'a>` would be: it is not
/// an array and not a 128-bit integer, nor a transparent wrapper of one. (That it is not zero-sized is
/// asserted where a signature is described.)
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in a raw `extern \"C\"` signature",
    label = "not passed alike by every compiler",
    note = "drop the `extern \"C\"`: a plain Rust function converts its arguments and contains panics",
    note = "or take a portable type that crosses as itself, a reference to one, `RStr<'_>` or `RSlice<'_, T>`"
)]
pub unsafe trait RawArgument: Transfer {}

/// A type that may be the result of a raw `extern "C"` function: an argument's, or `()`.
///
/// # Safety
///
/// `Result<'a>` is returned alike by the C convention of every compiler, and `Described` describes
/// it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the result of a raw `extern \"C\"` function",
    label = "not returned alike by every compiler",
    note = "drop the `extern \"C\"`: a plain Rust function converts its result and contains panics"
)]
pub unsafe trait RawResult: 'static {
    /// The type as the function returns it.
    type Result<'a>;
    /// What describes it in a signature.
    type Described: Parameter;
}

// SAFETY: what can be passed by value can be returned by value; the two types are one.
unsafe impl<T: RawArgument> RawResult for T {
    type Result<'a> = T::Rust<'a>;
    type Described = T;
}

// SAFETY: `()` is C's `void`.
unsafe impl RawResult for () {
    type Result<'a> = ();
    type Described = ();
}
