//! The registry's entries, and the ways to find them.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use super::stack::OpenId;
use super::waits::Waits;
use super::{Claim, Key};
use crate::error::OpenError;
use crate::identity::{FileId, Inode};
use crate::settings::{SameName, Settings};

/// What the registry's lock protects.
pub(super) struct State<T> {
    entries: HashMap<OpenId, Entry<T>>,
    /// By what a file is and by every other change date that it has been met with.
    files: HashMap<FileId, OpenId>,
    inodes: HashMap<Inode, OpenId>,
    paths: HashMap<PathBuf, OpenId>,
    linked: HashMap<usize, OpenId>,
    names: HashMap<String, Vec<OpenId>>,
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
    /// It is loaded and of no use; what is said to whoever opens it again.
    Failed(OpenError),
}

impl<T> Default for State<T> {
    fn default() -> Self {
        Self {
            entries: HashMap::new(),
            files: HashMap::new(),
            inodes: HashMap::new(),
            paths: HashMap::new(),
            linked: HashMap::new(),
            names: HashMap::new(),
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
            && let Some(id) = self.paths.get(path)
        {
            return Some((*id, true));
        }
        match settings.same_name {
            SameName::Allow => None,
            SameName::Refuse => Some((*self.names.get(&claim.name)?.first()?, false)),
        }
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
            self.paths.insert(path.clone(), id);
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
        match entry.phase {
            Phase::Opening(gate) => Some(gate),
            Phase::Ready(_) | Phase::Failed(_) => None,
        }
    }

    fn change(&mut self, id: OpenId, phase: Phase<T>) -> Option<Arc<Gate>> {
        let entry = self.entries.get_mut(&id)?;
        match std::mem::replace(&mut entry.phase, phase) {
            Phase::Opening(gate) => Some(gate),
            Phase::Ready(_) | Phase::Failed(_) => None,
        }
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
        self.ready
            .iter()
            .filter_map(|id| match self.entry(*id).phase {
                Phase::Ready(value) => Some(value),
                Phase::Opening(_) | Phase::Failed(_) => None,
            })
            .collect()
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
