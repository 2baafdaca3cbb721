//! `Debug` and `Display` of objects, as text: a `Formatter` has no layout that crosses.

use core::ffi::c_void;
use core::fmt::{self, Debug, Display};

use super::{Ownership, Remote};
use crate::abi::{FormatFn, Outcome};
use crate::guard::{guard, result};
use crate::types::{ROption, RString};

/// What [`FormatFn`] returns, in Rust.
type Text = Option<String>;

/// [`ObjectTable::debug`](crate::abi::ObjectTable::debug) of a type.
///
/// # Safety
///
/// `data` points to a `T`, borrowed for the call.
pub(super) unsafe extern "C" fn debug<T: Debug>(
    data: *const c_void,
    alternate: u32,
) -> Outcome<ROption<RString>> {
    // SAFETY: by contract.
    let object = unsafe { &*data.cast::<T>() };
    if alternate == 0 {
        formatted(format_args!("{object:?}"))
    } else {
        formatted(format_args!("{object:#?}"))
    }
}

/// [`ObjectTable::display`](crate::abi::ObjectTable::display) of a type.
///
/// # Safety
///
/// `data` points to a `T`, borrowed for the call.
pub(super) unsafe extern "C" fn display<T: Display>(
    data: *const c_void,
    alternate: u32,
) -> Outcome<ROption<RString>> {
    // SAFETY: by contract.
    let object = unsafe { &*data.cast::<T>() };
    if alternate == 0 {
        formatted(format_args!("{object}"))
    } else {
        formatted(format_args!("{object:#}"))
    }
}

fn formatted(arguments: fmt::Arguments<'_>) -> Outcome<ROption<RString>> {
    guard::<Text>(|| {
        let mut text = String::new();
        fmt::write(&mut text, arguments).is_ok().then_some(text)
    })
}

/// Formats an object of another binary, or says `name`.
fn format<I: ?Sized, O: Ownership>(
    remote: &Remote<I, O>,
    format: Option<FormatFn>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let Some(format) = format else { return f.write_str("object") };
    // SAFETY: the function of the object's own table, and the object is borrowed.
    let outcome = unsafe { format(remote.record().data, u32::from(f.alternate())) };
    // SAFETY: the outcome of this call.
    match unsafe { result(outcome, || None) } {
        Ok(ROption::RSome(text)) => f.write_str(&text),
        Ok(ROption::RNone) => Err(fmt::Error),
        Err(panic) => panic.resume(),
    }
}

impl<I: ?Sized, O: Ownership> Debug for Remote<I, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        format(self, self.table().debug, f)
    }
}

impl<I: ?Sized, O: Ownership> Display for Remote<I, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        format(self, self.table().display, f)
    }
}
