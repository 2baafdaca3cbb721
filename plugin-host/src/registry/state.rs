//! The registry's entries, and the ways to find them.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use rustc_hash::FxBuildHasher;

use super::stack::OpenId;
use super::waits::Waits;
use super::{Claim, Key};
use crate::error::OpenError;
use crate::identity::{FileId, Inode};
use crate::settings::{SameName, Settings};

/// A map whose hash is fast, and can be foreseen by whoever chooses the keys: here these are plugins, which may
/// do worse.
type Map<K, V> = HashMap<K, V, FxBuildHasher>;

/// What the registry's lock protects.
pub(super) struct State<T> {
    entries: Map<OpenId, Entry<T>>,
    /// By what a file is and by every other change date that it has been met with.
    files: Map<FileId, OpenId>,
    inodes: Map<Inode, OpenId>,
    /// By the bytes of canonical paths, which need not be taken apart to be compared.
    paths: Map<OsString, OpenId>,
    linked: Map<usize, OpenId>,
    names: Map<String, Vec<OpenId>>,
    ready: Vec<OpenId>,
    pub(super) waits: Waits,
}

/// One plugin that is open, being opened, or could not be opened after it was loaded.
pub(super) struct Entry<T> {
    key: Key,
    pub(super) path: Option<PathBuf>,
    pub(super) name: String,
    pub(super) settings: Settings,
    pub(super) phase: Phase<T>,
}

/// How far an entry has come.
pub(super) enum Phase<T> {
    /// The gate opens when it has come further.
    Opening(Arc<Gate>),
    Ready(T),
    /// It is loaded and not started: no host has opened it yet that it is fit for.
    Waiting(T),
    /// It is loaded and of no use; what is said to whoever opens it again.
    Failed(OpenError),
}

impl<T> Phase<T> {
    /// Where others wait for its end, if it is opening.
    fn gate(self) -> Option<Arc<Gate>> {
        match self {
            Self::Opening(gate) => Some(gate),
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

impl<T> Default for State<T> {
    fn default() -> Self {
        Self {
            entries: Map::default(),
            files: Map::default(),
            inodes: Map::default(),
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
    pub(super) fn find(&mut self, key: &Key) -> Option<OpenId> {
        let file = match key {
            Key::Linked(address) => return self.linked.get(address).copied(),
            Key::File(file) => file,
        };
        if let Some(id) = self.files.get(file) {
            return Some(*id);
        }
        // A new link to the file, or a new name, changes one of its dates and not its content.
        let id = *self.inodes.get(&file.inode)?;
        match &self.entry(id).key {
            Key::File(known) if known.same_content(file) => {
                self.files.insert(file.clone(), id);
                Some(id)
            }
            _ => None,
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
            && let Some(id) = self.inodes.get(&file.inode)
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
            SameName::Refuse => Some((*self.names.get(&claim.name)?.first()?, false)),
        }
    }

    /// Takes up an entry that waits for a start; the value that it was left with.
    pub(super) fn resume(&mut self, id: OpenId) -> Option<T> {
        let entry = self.entries.get_mut(&id)?;
        self.names.entry(entry.name.clone()).or_default().push(id);
        match std::mem::replace(&mut entry.phase, Phase::Opening(Arc::default())) {
            Phase::Waiting(value) => Some(value),
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
    pub(super) fn insert(&mut self, claim: Claim, settings: Settings) -> OpenId {
        let Claim { key, path, name } = claim;
        let id = OpenId::new();
        match &key {
            Key::File(file) => {
                self.files.insert(file.clone(), id);
                self.inodes.insert(file.inode.clone(), id);
            }
            Key::Linked(address) => {
                self.linked.insert(*address, id);
            }
        }
        if let Some(path) = &path {
            self.paths.insert(path.clone().into_os_string(), id);
        }
        self.names.entry(name.clone()).or_default().push(id);
        let phase = Phase::Opening(Arc::default());
        self.entries.insert(id, Entry { key, path, name, settings, phase });
        id
    }

    /// Ends an opening well.
    pub(super) fn succeed(&mut self, id: OpenId, value: T) -> Option<Arc<Gate>> {
        self.ready.push(id);
        self.change(id, Phase::Ready(value))
    }

    /// Ends an opening without a start. Its name is free again.
    pub(super) fn leave(&mut self, id: OpenId, value: T) -> Option<Arc<Gate>> {
        self.release_name(id);
        self.change(id, Phase::Waiting(value))
    }

    /// Ends an opening badly, after the plugin was loaded. Its name is free again: it is of no use,
    /// and a plugin that failed must not stand in another's way.
    pub(super) fn fail(&mut self, id: OpenId, error: OpenError) -> Option<Arc<Gate>> {
        self.release_name(id);
        self.change(id, Phase::Failed(error))
    }

    /// Ends an opening as if it had never begun.
    pub(super) fn forget(&mut self, id: OpenId) -> Option<Arc<Gate>> {
        self.release_name(id);
        let entry = self.entries.remove(&id)?;
        self.files.retain(|_, other| *other != id);
        self.inodes.retain(|_, other| *other != id);
        self.paths.retain(|_, other| *other != id);
        self.linked.retain(|_, other| *other != id);
        self.waits.ended(id);
        entry.phase.gate()
    }

    fn change(&mut self, id: OpenId, phase: Phase<T>) -> Option<Arc<Gate>> {
        let entry = self.entries.get_mut(&id)?;
        let gate = std::mem::replace(&mut entry.phase, phase).gate();
        self.waits.ended(id);
        gate
    }

    fn release_name(&mut self, id: OpenId) {
        self.names.retain(|_, ids| {
            ids.retain(|other| *other != id);
            !ids.is_empty()
        });
    }

    /// Names of the plugins in `ids` that are being opened.
    pub(super) fn names(&self, ids: &[OpenId]) -> Vec<String> {
        ids.iter().filter_map(|id| Some(self.entries.get(id)?.name.clone())).collect()
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
    passage: Mutex<Passage>,
    opened: Condvar,
}

#[derive(Default)]
struct Passage {
    is_open: bool,
    /// Waking nobody costs a call into the system.
    is_waited_for: bool,
}

impl Gate {
    pub(super) fn open(&self) {
        let mut passage = self.passage.lock().unwrap_or_else(PoisonError::into_inner);
        passage.is_open = true;
        if passage.is_waited_for {
            self.opened.notify_all();
        }
    }

    pub(super) fn wait(&self) {
        let mut passage = self.passage.lock().unwrap_or_else(PoisonError::into_inner);
        passage.is_waited_for = true;
        let _open = self
            .opened
            .wait_while(passage, |passage| !passage.is_open)
            .unwrap_or_else(PoisonError::into_inner);
    }
}
