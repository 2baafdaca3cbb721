//! An opening in progress: whatever happens to it, it ends.

use std::marker::PhantomData;
use std::sync::Arc;

use super::Registry;
use super::stack::{self, OpenId};
use super::state::Gate;
use crate::error::OpenError;

/// A granted claim. Dropped without an end, as by a panic, it ends as a failure.
///
/// Belongs to its thread, which counts as being in the middle of it.
pub(crate) struct Opening<'r, T> {
    registry: &'r Registry<T>,
    id: OpenId,
    loaded: bool,
    ended: bool,
    not_send: PhantomData<*const ()>,
}

impl<'r, T> Opening<'r, T> {
    pub(super) fn new(registry: &'r Registry<T>, id: OpenId, loaded: bool) -> Self {
        stack::push(id);
        Self { registry, id, loaded, ended: false, not_send: PhantomData }
    }

    /// From here on, failures are remembered: the library stays, and opening it again would not
    /// load it again.
    pub(crate) fn loaded(&mut self) {
        self.loaded = true;
    }

    /// Ends well.
    pub(crate) fn ready(mut self, value: T) {
        let gate = self.registry.lock().succeed(self.id, value);
        self.end(gate);
    }

    /// Ends without a start: the plugin is loaded and not what this host requires. Another may start it.
    pub(crate) fn unfit(mut self, value: T) {
        let gate = self.registry.lock().leave(self.id, value);
        self.end(gate);
    }

    /// Ends badly, and returns the error.
    pub(crate) fn failed(mut self, error: OpenError) -> OpenError {
        self.fail(&error);
        error
    }

    fn fail(&mut self, error: &OpenError) {
        // The file that was loaded instead of a replaced one is not known to the registry: it may
        // be opened.
        let remembered = self.loaded && !matches!(error, OpenError::Replaced { .. });
        let mut state = self.registry.lock();
        let gate = if remembered {
            state.fail(self.id, error.clone().remembered())
        } else {
            state.forget(self.id)
        };
        drop(state);
        self.end(gate);
    }

    fn end(&mut self, gate: Option<Arc<Gate>>) {
        self.ended = true;
        stack::remove(self.id);
        if let Some(gate) = gate {
            gate.open();
        }
    }
}

impl<T> Drop for Opening<'_, T> {
    fn drop(&mut self) {
        if !self.ended {
            let plugin = self.registry.lock().entry(self.id).name().to_owned();
            self.fail(&OpenError::Interrupted { plugin, earlier: false });
        }
    }
}
