//! The guard: no panic leaves the binary in which it happened.
//!
//! A host cannot catch a plugin's panic (unwinding into another binary's runtime aborts), so each
//! shim runs its function in here, inside the plugin, and a panic leaves as a [`PanicReport`].

mod hook;
mod panic;
mod resumed;

pub(crate) use hook::{install, report_to};
pub(crate) use panic::Origin;
pub use panic::PluginPanic;

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::abi::{Outcome, PanicReport};
use crate::types::Transfer;

/// Runs `call` and turns a panic into a report.
///
/// The path on which nothing panics neither allocates, nor locks, nor touches thread-locals.
///
/// Assuming unwind safety is right: what the panic left half-done is seen only by code that would
/// see it after a caught panic in one binary too, behind locks that are poisoned or documented not
/// to be.
#[inline]
pub(crate) fn guard<'a, R: Transfer>(call: impl FnOnce() -> R::Rust<'a>) -> Outcome<R::Abi<'a>> {
    // Not by way of `outcome_of`: each closure between is one more function to compile for each export.
    match catch_unwind(AssertUnwindSafe(|| R::into_abi(call()))) {
        Ok(value) => Outcome::returned(value),
        Err(payload) => Outcome::panicked(report(payload)),
    }
}

/// Runs `call`, whose result crosses as it is, and turns a panic into a report; as [`guard`].
#[inline]
pub(crate) fn outcome_of<R>(call: impl FnOnce() -> R) -> Outcome<R> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(value) => Outcome::returned(value),
        Err(payload) => Outcome::panicked(report(payload)),
    }
}

/// Runs `drop`, whose panic ends here: this binary's panic hook has reported it.
pub(crate) fn contain(drop: impl FnOnce()) {
    if let Err(payload) = catch_unwind(AssertUnwindSafe(drop)) {
        describe(payload);
    }
}

/// Takes the value or the panic out of an outcome; `origin` says what was called.
///
/// # Safety
///
/// The outcome is as a guard of this framework returned it, and was not taken out before.
#[inline]
pub(crate) unsafe fn result<R>(
    outcome: Outcome<R>,
    origin: impl FnOnce() -> Option<Origin>,
) -> Result<R, PluginPanic> {
    if outcome.panic.is_null() {
        // SAFETY: without a report, the value is initialised.
        Ok(unsafe { outcome.value.assume_init() })
    } else {
        // SAFETY: not null, and owned by whoever got the outcome.
        Err(unsafe { PluginPanic::take(outcome.panic, origin()) })
    }
}

/// As [`result`], but goes on with the panic in this binary.
///
/// # Safety
///
/// As there.
#[inline]
pub(crate) unsafe fn result_or_resume<'r, R: Transfer>(
    outcome: Outcome<R::Abi<'r>>,
    origin: &'static Origin,
) -> R::Rust<'r> {
    if !outcome.panic.is_null() {
        // SAFETY: not null, and owned by the caller of the function.
        unsafe { resume(outcome.panic, origin) }
    }
    // SAFETY: without a report, the value is initialised.
    R::from_abi(unsafe { outcome.value.assume_init() })
}

/// Goes on with a panic.
///
/// # Safety
///
/// As [`PluginPanic::take`].
#[cold]
#[inline(never)]
unsafe fn resume(report: *mut PanicReport, origin: &'static Origin) -> ! {
    // SAFETY: the caller's promise.
    unsafe { PluginPanic::take(report, Some(*origin)) }.resume()
}

/// Runs `call` and contains its panic: that of a plugin's function, object or callback that was called
/// in it, or its own.
///
/// ```
/// let sum = plugin_core::catch(|| [1_u32, 2].iter().sum::<u32>());
/// assert_eq!(sum.unwrap(), 3);
///
/// let panic = plugin_core::catch(|| [1_u32, 2][..].split_at(3).0.len()).unwrap_err();
/// assert!(panic.message().contains("mid"));
/// ```
///
/// What `call` left half-done stays so: whoever goes on with it has to know.
///
/// # Errors
///
/// [`PluginPanic`] if `call` panics: the one that a plugin's function panicked with, as
/// [`try_call`](crate::Function#method.try_call) would give it, or one that describes the panic.
pub fn catch<T>(call: impl FnOnce() -> T) -> Result<T, PluginPanic> {
    install();
    catch_unwind(AssertUnwindSafe(call)).map_err(describe)
}

/// What a panic says.
fn payload_text(payload: &(dyn std::any::Any + Send)) -> &str {
    if let Some(text) = payload.downcast_ref::<&'static str>() {
        text
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text
    } else {
        "a panic with a payload that is not text"
    }
}

/// Describes a caught panic for the other side.
#[cold]
fn report(payload: Box<dyn std::any::Any + Send>) -> *mut PanicReport {
    panic::OwnedReport::allocate(describe(payload))
}

/// Describes a caught panic as text and disposes of its payload, whatever that does.
#[cold]
fn describe(payload: Box<dyn std::any::Any + Send>) -> PluginPanic {
    let message = payload_text(&*payload);
    if let Some(panic) = resumed::take(message) {
        return panic;
    }
    let message = message.to_owned();
    let place = hook::take_place();
    if let Err(second) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        // The payload's own `Drop` panicked. Dropping what it threw could panic again, without end.
        std::mem::forget(second);
        hook::take_place();
    }
    PluginPanic::new(message, place)
}
