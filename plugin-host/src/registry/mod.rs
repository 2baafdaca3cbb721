//! The registry: what this process has opened, is opening, and could not open.
//!
//! It knows neither files nor libraries, only their identities, so that every order of events can
//! be tested without them. An entry goes from opening to ready or failed, or waits for a host that starts
//! it, and goes on from there. Waiting for another
//! thread's opening happens outside the lock, and not at all if that opening waits for this thread.

mod opening;
mod stack;
mod state;
#[cfg(all(test, unix))]
mod tests;
mod waits;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(crate) use self::opening::Opening;
use self::stack::OpenId;
pub(crate) use self::stack::Token;
use self::state::{Phase, State};
use crate::error::OpenError;
use crate::identity::FileId;
use crate::settings::Settings;

/// The opened plugins of a process.
pub(crate) struct Registry<T> {
    state: Mutex<State<T>>,
}

/// What is one plugin, whatever it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// A file.
    File(FileId),
    /// A plugin that is linked into the program, by the address of its prefix.
    Linked(usize),
}

/// All that an open takes for itself, so that no other open takes it meanwhile.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    pub(crate) key: Key,
    /// Canonical path; `None` if the plugin is linked into the program.
    pub(crate) path: Option<Arc<Path>>,
    /// Name of the plugin.
    pub(crate) name: Arc<str>,
    /// Whether its seal was checked.
    pub(crate) sealed: bool,
}

/// What becomes of a claim.
pub(crate) enum Claimed<'r, T> {
    /// It is granted: the caller opens, and says how that ended. With a value, the plugin is loaded
    /// already: it was not what the host required that opened it before.
    Opening(Opening<'r, T>, Option<T>),
    /// Another open was faster.
    Ready(T),
}

impl<T> Default for Registry<T> {
    fn default() -> Self {
        Self { state: Mutex::default() }
    }
}

impl<T: Copy> Registry<T> {
    /// What is known of `key`; `None` if it has to be opened. Waits for its opening.
    ///
    /// # Errors
    ///
    /// The remembered failure; `OpenedUnderOtherSettings`; `Circular` instead of a wait without
    /// end.
    pub(crate) fn find(&self, key: &Key, settings: &Settings) -> Result<Option<T>, OpenError> {
        loop {
            let state = self.lock();
            let Some(id) = state.find(key) else { return Ok(None) };
            let entry = state.entry(id);
            match &entry.phase {
                Phase::Ready(_) | Phase::Waiting(_) => {
                    return match settings.stricter_than(entry.conditions) {
                        None => Ok(entry.phase.ready()),
                        Some(laxer) => Err(OpenError::OpenedUnderOtherSettings {
                            plugin: entry.name().to_owned(),
                            expected: laxer.expected,
                            found: laxer.found,
                        }),
                    };
                }
                Phase::Failed(error) => return Err((**error).clone()),
                Phase::Opening(_) => {
                    self.wait(state, id).map_err(|chain| OpenError::Circular { chain })?;
                }
            }
        }
    }

    /// Takes everything in `claim`, all at once, for an open on this thread.
    ///
    /// # Errors
    ///
    /// As [`find`](Self::find); `AlreadyLoaded` if another plugin has the path or the name. An
    /// opening that has them is waited for first: it may fail and release them.
    pub(crate) fn claim(
        &self,
        claim: Claim,
        settings: &Settings,
    ) -> Result<Claimed<'_, T>, OpenError> {
        loop {
            if let Some(value) = self.find(&claim.key, settings)? {
                return Ok(Claimed::Ready(value));
            }
            let mut state = self.lock();
            let waiting = match state.find(&claim.key) {
                Some(id) if matches!(state.entry(id).phase, Phase::Waiting(_)) => Some(id),
                Some(_) => continue,
                None => None,
            };
            let obstacle = match waiting {
                Some(_) => state.namesake(&claim, settings),
                None => state.obstacle(&claim, settings),
            };
            let Some((id, replaced)) = obstacle else {
                let (id, value) = match waiting {
                    Some(id) => (id, state.resume(id)),
                    None => (state.insert(claim, settings), None),
                };
                drop(state);
                let opening = Opening::new(self, id, value.is_some());
                return Ok(Claimed::Opening(opening, value));
            };
            let entry = state.entry(id);
            let already = || OpenError::AlreadyLoaded {
                name: entry.name().to_owned(),
                first: entry.path().map(Path::to_path_buf),
                replaced,
            };
            match entry.phase {
                Phase::Ready(_) | Phase::Waiting(_) | Phase::Failed(_) => return Err(already()),
                Phase::Opening(_) => {
                    let error = already();
                    self.wait(state, id).map_err(|_| error)?;
                }
            }
        }
    }

    /// All that is ready, in the order in which it became so.
    pub(crate) fn ready(&self) -> Vec<T> {
        self.lock().ready()
    }

    /// Waits for the end of the opening `target`, outside the lock.
    ///
    /// # Errors
    ///
    /// The names of the plugins that wait for each other, if this wait would close a circle.
    fn wait(&self, mut state: MutexGuard<'_, State<T>>, target: OpenId) -> Result<(), Vec<String>> {
        let holders = state.still_open(&stack::current());
        if let Some(circle) = state.waits.circle(&holders, target) {
            return Err(state.names(&circle));
        }
        let Some(gate) = state.gate(target) else { return Ok(()) };
        let ticket = state.waits.add(holders, target);
        drop(state);
        gate.wait();
        self.lock().waits.remove(ticket);
        Ok(())
    }
}

impl<T> Registry<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // Nothing that runs under the lock leaves the state half-changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
