//! Init hooks: the plugin's own part in its opening.

use std::sync::Arc;

use plugin_core::private::run_hook;

use crate::error::{HookError, OpenError};
use crate::plugin::Plugin;
use crate::program::{self, Program};
use crate::{exit, logging};

/// Runs the init hooks in order, up to the first that fails.
pub(super) fn run(plugin: Plugin, program: &Arc<Program>) -> Result<(), OpenError> {
    let root = plugin.opened().root;
    logging::tell(plugin);
    // Only hooks are given a context, and only services made for each plugin are told of it.
    if root.init.is_empty() && root.shutdown.is_empty() && !program.makes_for_each() {
        return Ok(());
    }
    let context = program::context(plugin, program);
    plugin.opened().starts_with(context);
    for hook in root.init.iter() {
        // SAFETY: a hook of a plugin that passed the handshake, so that the macros made it, and a
        // context from `context_record`.
        if let Err(failure) = unsafe { run_hook(hook, Some(context)) } {
            // Nothing of the plugin is called any more: what it printed comes out now or never.
            if let (Some(flush), true) = (root.flush, plugin.path().is_some()) {
                exit::flush(&[flush]);
            }
            return Err(HookError::new("init", plugin.name(), hook, &failure).into());
        }
    }
    Ok(())
}
