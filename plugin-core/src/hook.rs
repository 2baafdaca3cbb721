//! Running a hook of another binary, and taking over what its outcome holds.
//!
//! Here, so that all that is unsafe about an outcome stays in this crate; `plugin-host` calls it.

use crate::abi::{ContextRecord, HookEntry};
use crate::guard::{self, PluginPanic};
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
/// The entry was made by the macros of this crate, in a binary that is not unloaded, and the context by
/// [`context_record`](crate::private::context_record).
///
/// # Errors
///
/// The hook's error or panic, as text of this binary's own.
pub unsafe fn run_hook(
    hook: &HookEntry,
    context: Option<&'static ContextRecord>,
) -> Result<(), HookFailure> {
    let context = context.map_or(std::ptr::null(), std::ptr::from_ref);
    // SAFETY: the context is null, or made by a host and there for the rest of the process.
    let outcome = unsafe { (hook.run)(context) };
    // SAFETY: the outcome is that of the guard in the hook's shim.
    match unsafe { guard::result(outcome, || None) } {
        Ok(ROption::RNone) => Ok(()),
        Ok(ROption::RSome(text)) => Err(HookFailure::Error(text.into_string())),
        Err(panic) => Err(HookFailure::Panic(panic)),
    }
}
