//! Running a hook of another binary, and taking over what its outcome holds.
//!
//! Here, so that all that is unsafe about an outcome stays in this crate; `plugin-host` calls it.

use crate::abi::{ContextRecord, HookEntry};
use crate::guard::PluginPanic;
use crate::types::ROption;

/// Why a hook failed.
#[derive(Clone, Debug)]
pub enum HookFailure {
    /// It returned an error with this text.
    Error(String),
    /// It panicked.
    Panic(PluginPanic),
}

/// Runs a hook.
///
/// # Safety
///
/// The entry was made by the macros of this crate, in a binary that is not unloaded.
///
/// # Errors
///
/// The hook's error or panic, as text of this binary's own.
pub unsafe fn run_hook(
    hook: &HookEntry,
    context: Option<&ContextRecord>,
) -> Result<(), HookFailure> {
    let context = context.map_or(std::ptr::null(), std::ptr::from_ref);
    let outcome = (hook.run)(context);
    if !outcome.panic.is_null() {
        // SAFETY: a report in an outcome belongs to the caller, and is not used after this.
        return Err(HookFailure::Panic(unsafe { PluginPanic::take(outcome.panic, None) }));
    }
    // SAFETY: without a report, the outcome holds a value.
    match unsafe { outcome.value.assume_init() } {
        ROption::RNone => Ok(()),
        ROption::RSome(text) => Err(HookFailure::Error(text.into_string())),
    }
}
