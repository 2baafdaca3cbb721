//! What `#[init]` and `#[shutdown]` refuse.

use super::Errors;
use super::export::check_not_generic;
use crate::function::Function;

/// Checks a hook.
pub(crate) fn check_hook(item: &Function, errors: &mut Errors) {
    let sig = &item.sig;
    if let Some(token) = &sig.asyncness {
        errors.at(token, "a hook cannot be `async`: block, or start a thread");
    }
    if let Some(token) = &sig.unsafety {
        errors.at(token, "a hook is called by the host, which can promise nothing: make it safe");
    }
    if let Some(abi) = &sig.abi {
        errors.at(abi, "a hook is a plain Rust function: drop the `extern`");
    }
    check_not_generic(&sig.generics, "a hook cannot be generic: nobody chooses its types", errors);
    if sig.inputs.len() > 1 {
        errors.at(&sig.inputs, "a hook takes one parameter, `host: &HostContext`, or none");
    }
}
