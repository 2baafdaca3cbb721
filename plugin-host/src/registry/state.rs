//! The registry's entries, and the ways to find them.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use rustc_hash::FxBuildHasher;

use super::stack::OpenId;
use super::waits::Waits;
use super::{Claim, Key};
use crate::error::OpenError;
use crate::identity::Inode;
use crate::settings::{Conditions, SameName, Settings};

/// A map whose hash is fast, and can be foreseen by whoever chooses the keys: here these are plugins, which may
/// do worse.
type Map<K, V> = HashMap<K, V, FxBuildHasher>;

/// What the registry's lock protects.
pub(super) struct State<T> {
    entries: Map<OpenId, Entry<T>>,
    /// Of each file one entry, whatever was written to it since.
    files: Map<Inode, OpenId>,
    paths: Map<Whole, OpenId>,
    linked: Map<usize, OpenId>,
    /// The first of those that have the name.
    names: Map<Arc<str>, OpenId>,
    ready: Vec<OpenId>,
    pub(super) waits: Waits,
}

/// A canonical path, which need not be taken apart to be compared.
struct Whole(Arc<Path>);

impl Borrow<OsStr> for Whole {
    fn borrow(&self) -> &OsStr {
        self.0.as_os_str()
    }
}

impl Hash for Whole {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.as_os_str().hash(state);
    }
}

impl PartialEq for Whole {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_os_str() == other.0.as_os_str()
    }
}

impl Eq for Whole {}

/// One plugin that is open, being opened, or could not be opened after it was loaded.
pub(super) struct Entry<T> {
    claim: Claim,
    pub(super) conditions: Conditions,
    pub(super) phase: Phase<T>,
}

/// How far an entry has come.
pub(super) enum Phase<T> {
    /// The gate, which is there once somebody waits at it, opens when it has come further.
    Opening(Option<Arc<Gate>>),
    Ready(T),
    /// It is loaded and not started: no host has opened it yet that it is fit for.
    Waiting(T),
    /// It is loaded and of no use; what is said to whoever opens it again.
    Failed(Box<OpenError>),
}

impl<T> Phase<T> {
    /// Where others wait for its end, if any do.
    fn gate(self) -> Option<Arc<Gate>> {
        match self {
            Self::Opening(gate) => gate,
            Self::Ready(_) | Self::Waiting(_) | Self::Failed(_) => None,
        }
    }
}

impl<T: Copy> Phase<T> {
    /// The value, if it is ready.
    pub(super) fn ready(&self) -> Option<T> {
        match self {
            Self::Ready(value) => Some(*value),
            Self::Opening(_) | Self::Waiting(_) | Self::Failed(_) => None,
        }
    }
}

impl<T> Entry<T> {
    pub(super) fn name(&self) -> &str {
        &self.claim.name
    }

    pub(super) fn path(&self) -> Option<&Path> {
        self.claim.path.as_deref()
    }

    /// Whether its name is taken, by whatever is of use.
    fn has_its_name(&self) -> bool {
        matches!(self.phase, Phase::Opening(_) | Phase::Ready(_))
    }
}

impl<T> Default for State<T> {
    fn default() -> Self {
        Self {
            entries: Map::default(),
            files: Map::default(),
            paths: Map::default(),
            linked: Map::default(),
            names: Map::default(),
            ready: Vec::new(),
            waits: Waits::default(),
        }
    }
}

impl<T> State<T> {
    /// The entry of an identity.
    pub(super) fn find(&self, key: &Key) -> Option<OpenId> {
        match key {
            Key::Linked(address) => self.linked.get(address).copied(),
            Key::File(file) => {
                let id = *self.files.get(&file.inode)?;
                // It may have been written to since.
                (self.entry(id).claim.key == *key).then_some(id)
            }
        }
    }

    /// The entry `id`.
    pub(super) fn entry(&self, id: OpenId) -> &Entry<T> {
        self.entries.get(&id).expect("an index refers to entries only")
    }

    /// The entry that keeps `claim` from being granted, and whether it is one of the same file,
    /// before that was replaced or written to.
    pub(super) fn obstacle(&self, claim: &Claim, settings: &Settings) -> Option<(OpenId, bool)> {
        if let Key::File(file) = &claim.key
            && let Some(id) = self.files.get(&file.inode)
        {
            return Some((*id, true));
        }
        if let Some(path) = &claim.path
            && let Some(id) = self.paths.get(path.as_os_str())
        {
            return Some((*id, true));
        }
        self.namesake(claim, settings)
    }

    /// Another entry with the name in `claim`, if that keeps it from being granted.
    pub(super) fn namesake(&self, claim: &Claim, settings: &Settings) -> Option<(OpenId, bool)> {
        match settings.same_name {
            SameName::Allow => None,
            SameName::Refuse => Some((*self.names.get(&claim.name)?, false)),
        }
    }

    /// Takes up an entry that waits for a start; the value that it was left with.
    pub(super) fn resume(&mut self, id: OpenId) -> Option<T> {
        let entry = self.entries.get_mut(&id)?;
        self.names.entry(entry.claim.name.clone()).or_insert(id);
        match std::mem::replace(&mut entry.phase, Phase::Opening(None)) {
            Phase::Waiting(value) => Some(value),
            _ => None,
        }
    }

    /// Where to wait for the end of an opening; `None` if it has ended.
    pub(super) fn gate(&mut self, id: OpenId) -> Option<Arc<Gate>> {
        match &mut self.entries.get_mut(&id)?.phase {
            Phase::Opening(gate) => Some(gate.get_or_insert_default().clone()),
            _ => None,
        }
    }

    /// Those of `ids` that are being opened.
    pub(super) fn still_open(&self, ids: &[OpenId]) -> Vec<OpenId> {
        let is_open = |id: &OpenId| {
            self.entries.get(id).is_some_and(|entry| matches!(entry.phase, Phase::Opening(_)))
        };
        ids.iter().copied().filter(is_open).collect()
    }

    /// Adds an entry, opening.
    pub(super) fn insert(&mut self, claim: Claim, settings: &Settings) -> OpenId {
        let id = OpenId::new();
        match &claim.key {
            Key::File(file) => {
                self.files.insert(file.inode.clone(), id);
            }
            Key::Linked(address) => {
                self.linked.insert(*address, id);
            }
        }
        if let Some(path) = &claim.path {
            self.paths.insert(Whole(path.clone()), id);
        }
        self.names.entry(claim.name.clone()).or_insert(id);
        // What was checked counts as demanded, for hosts that demand it later.
        let conditions = Conditions { require_seal: claim.sealed, ..settings.conditions() };
        self.entries.insert(id, Entry { claim, conditions, phase: Phase::Opening(None) });
        id
    }

    /// Ends an opening well.
    pub(super) fn succeed(&mut self, id: OpenId, value: T) -> Option<Arc<Gate>> {
        self.ready.push(id);
        self.change(id, Phase::Ready(value))
    }

    /// Ends an opening without a start. Its name is free again.
    pub(super) fn leave(&mut self, id: OpenId, value: T) -> Option<Arc<Gate>> {
        let gate = self.change(id, Phase::Waiting(value));
        self.release_name(id);
        gate
    }

    /// Ends an opening badly, after the plugin was loaded. Its name is free again: it is of no use,
    /// and a plugin that failed must not stand in another's way.
    pub(super) fn fail(&mut self, id: OpenId, error: OpenError) -> Option<Arc<Gate>> {
        let gate = self.change(id, Phase::Failed(Box::new(error)));
        self.release_name(id);
        gate
    }

    /// Ends an opening as if it had never begun.
    pub(super) fn forget(&mut self, id: OpenId) -> Option<Arc<Gate>> {
        self.release_name(id);
        let Entry { claim, phase, .. } = self.entries.remove(&id)?;
        match &claim.key {
            Key::File(file) => self.files.remove(&file.inode),
            Key::Linked(address) => self.linked.remove(address),
        };
        if let Some(path) = &claim.path {
            self.paths.remove(path.as_os_str());
        }
        self.waits.ended(id);
        phase.gate()
    }

    fn change(&mut self, id: OpenId, phase: Phase<T>) -> Option<Arc<Gate>> {
        let entry = self.entries.get_mut(&id)?;
        let gate = std::mem::replace(&mut entry.phase, phase).gate();
        self.waits.ended(id);
        gate
    }

    /// The name of `id` is the next one's, if another has it, too.
    fn release_name(&mut self, id: OpenId) {
        let Some(Entry { claim, .. }) = self.entries.get(&id) else { return };
        if self.names.get(&claim.name) != Some(&id) {
            return;
        }
        let others = self.entries.iter().filter(|(other, entry)| {
            **other != id && entry.has_its_name() && entry.claim.name == claim.name
        });
        match others.map(|(other, _)| *other).min() {
            Some(next) => self.names.insert(claim.name.clone(), next),
            None => self.names.remove(&claim.name),
        };
    }

    /// Names of the plugins in `ids` that are being opened.
    pub(super) fn names(&self, ids: &[OpenId]) -> Vec<String> {
        ids.iter().filter_map(|id| Some(self.entries.get(id)?.name().to_owned())).collect()
    }
}

impl<T: Copy> State<T> {
    /// All that is ready, in the order in which it became so.
    pub(super) fn ready(&self) -> Vec<T> {
        self.ready.iter().filter_map(|id| self.entry(*id).phase.ready()).collect()
    }
}

/// Where threads wait for an opening to end.
#[derive(Default)]
pub(super) struct Gate {
    is_open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    pub(super) fn open(&self) {
        *self.is_open.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.opened.notify_all();
    }

    pub(super) fn wait(&self) {
        let is_open = self.is_open.lock().unwrap_or_else(PoisonError::into_inner);
        let _open = self
            .opened
            .wait_while(is_open, |is_open| !*is_open)
            .unwrap_or_else(PoisonError::into_inner);
    }
}
