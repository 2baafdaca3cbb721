//! Shutdown: the plugins' last words. Nothing is unloaded.

use plugin_core::private::run_hook;

use crate::error::{HookError, ShutdownError};
use crate::exit;
use crate::open::REGISTRY;

/// Runs the shutdown hooks of all open plugins, then writes out what their standard outputs buffer.
///
/// The plugin that became ready last goes first, so that one whose init hook opened another still
/// finds it as it was. Each plugin's hooks run once in the life of the process; a later call
/// concerns those that were opened since. A hook that fails keeps no other from running.
///
/// Call it at the end of `main`. Nothing is unloaded, and symbols stay usable. Threads of a plugin
/// go on running unless its hooks stop them: they have to be stopped before `main` ends, because
/// the process then takes apart what they use. The standard output of a plugin of which one holds the lock is
/// passed over after a tenth of a second.
///
/// # Errors
///
/// [`ShutdownError`] with every hook that returned an error or panicked.
///
/// # Threads
///
/// Hooks run on the calling thread, outside every lock. A call while another is under way runs the
/// hooks that are left and does not wait for the one that is running.
///
/// # Examples
///
/// ```no_run
/// if let Err(error) = plugin_host::shutdown() {
///     eprintln!("{error}");
/// }
/// ```
pub fn shutdown() -> Result<(), ShutdownError> {
    let plugins = REGISTRY.ready();
    let mut failures = Vec::new();
    for plugin in plugins.iter().rev().filter(|plugin| plugin.opened().shuts_down_now()) {
        for hook in plugin.opened().root.shutdown.iter() {
            // SAFETY: a hook of a plugin that passed the handshake, so that the macros made it, and a
            // context from `context_record`.
            if let Err(failure) = unsafe { run_hook(hook, plugin.opened().context()) } {
                failures.push(HookError::new("shutdown", plugin.name(), hook, &failure));
            }
        }
    }
    // What is linked in has the program's own standard output.
    let loaded =
        plugins.iter().map(|plugin| plugin.opened()).filter(|plugin| plugin.path.is_some());
    exit::flush(&loaded.filter_map(|plugin| plugin.root.flush).collect::<Vec<_>>());
    if failures.is_empty() { Ok(()) } else { Err(ShutdownError { failures }) }
}
