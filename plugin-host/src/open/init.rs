//! Init hooks: the plugin's own part in its opening.

use plugin_core::abi::Root;
use plugin_core::private::run_hook;

use crate::error::{HookError, OpenError};

/// Runs the init hooks in order, up to the first that fails.
pub(super) fn run(plugin: &str, root: &Root) -> Result<(), OpenError> {
    for hook in root.init.iter() {
        // SAFETY: a hook of a plugin that passed the handshake, so that the macros made it.
        if let Err(failure) = unsafe { run_hook(hook, None) } {
            // Nothing of the plugin is called any more: what it printed comes out now or never.
            if let Some(flush) = root.flush {
                flush();
            }
            return Err(HookError::new("init", plugin, hook, &failure).into());
        }
    }
    Ok(())
}
