//! The callsites of this binary, found by their metadata without a lock, and those of others that it hears
//! of.
//!
//! All of it is leaked, once for each place in the source.

use std::collections::BTreeMap;
use std::ptr;
use std::sync::{Mutex, OnceLock, PoisonError};

use tracing_core::Metadata;
use tracing_core::callsite::Callsite;
use tracing_core::subscriber::Interest;

use super::describe;
use crate::abi::{TraceSink, TraceSite, TraceState};

/// A callsite of this binary.
pub(super) struct Site {
    metadata: &'static Metadata<'static>,
    record: TraceSite,
    /// What the host makes of it, once it was asked.
    state: OnceLock<Option<&'static TraceState>>,
    /// The next of the same bucket.
    next: Link,
}

type Link = OnceLock<&'static Site>;

const BUCKETS: usize = 1024;

static SITES: [Link; BUCKETS] = [const { OnceLock::new() }; BUCKETS];

fn bucket(metadata: &Metadata<'_>) -> &'static Link {
    // Metadata is a hundred bytes and more; neighbours are in different buckets.
    &SITES[(ptr::from_ref(metadata).addr() >> 6) % BUCKETS]
}

/// Walks a chain up to what is looked for, or to its open end.
fn walk(mut link: &'static Link, metadata: &Metadata<'_>) -> Result<&'static Site, &'static Link> {
    while let Some(site) = link.get() {
        // By address: a copy on a stack, with another target, is another.
        if ptr::addr_eq(site.metadata, metadata) {
            return Ok(site);
        }
        link = &site.next;
    }
    Err(link)
}

impl Site {
    /// The site with this metadata, if it is known.
    pub(super) fn find(metadata: &Metadata<'_>) -> Option<&'static Self> {
        walk(bucket(metadata), metadata).ok()
    }

    /// The site with this metadata.
    pub(super) fn get(metadata: &'static Metadata<'static>, plugin: &'static str) -> &'static Self {
        let mut end = match walk(bucket(metadata), metadata) {
            Ok(site) => return site,
            Err(end) => end,
        };
        let site: &'static Self = Box::leak(Box::new(Self {
            metadata,
            record: describe(metadata, plugin),
            state: OnceLock::new(),
            next: OnceLock::new(),
        }));
        // Another thread may be faster, with this site or with another of the bucket.
        while end.set(site).is_err() {
            end = match walk(end, metadata) {
                Ok(site) => return site,
                Err(end) => end,
            };
        }
        site
    }

    /// What the host makes of it. No lock is held while the host is asked; it gives two threads the same answer.
    pub(super) fn state(&'static self, sink: &TraceSink) -> Option<&'static TraceState> {
        if let Some(state) = self.state.get() {
            return *state;
        }
        known().insert(address(&self.record), self.metadata);
        let state = (sink.register)(&self.record);
        *self.state.get_or_init(|| state)
    }
}

/// A callsite of another binary, as it stands in this one's metadata. It is only ever the place of a current
/// span.
struct Elsewhere(OnceLock<Metadata<'static>>);

impl Callsite for Elsewhere {
    fn set_interest(&self, _: Interest) {}

    fn metadata(&self) -> &Metadata<'static> {
        self.0.get().expect("it is set before anyone has the callsite")
    }
}

type Known = BTreeMap<usize, &'static Metadata<'static>>;

/// The metadata of records that the host may name, by their addresses.
fn known() -> std::sync::MutexGuard<'static, Known> {
    static KNOWN: Mutex<Known> = Mutex::new(BTreeMap::new());
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn address(record: &'static TraceSite) -> usize {
    ptr::from_ref(record).addr()
}

/// The metadata that a record stands for, whichever binary it is of.
pub(super) fn metadata(record: &'static TraceSite) -> &'static Metadata<'static> {
    known().entry(address(record)).or_insert_with(|| {
        let site: &'static Elsewhere = Box::leak(Box::new(Elsewhere(OnceLock::new())));
        site.0.get_or_init(|| super::metadata(record, site))
    })
}
