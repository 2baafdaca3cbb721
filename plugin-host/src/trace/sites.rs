//! The callsites of plugins as callsites of this program, and those that plugins hear of.
//!
//! Both are leaked, once for each place in the source.

use std::collections::BTreeMap;
use std::ptr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use plugin_core::abi::{TraceSite, TraceState, trace_interest};
use plugin_core::trace;
use tracing_core::Metadata;
use tracing_core::callsite::{self, Callsite};
use tracing_core::subscriber::Interest;

use crate::panics::contain;

/// A callsite of a plugin.
pub(super) struct Site {
    metadata: OnceLock<Metadata<'static>>,
    state: OnceLock<TraceState>,
}

const SET: &str = "it is set before anyone has the site";

impl Callsite for Site {
    fn set_interest(&self, interest: Interest) {
        let interest = if interest.is_never() {
            trace_interest::NEVER
        } else if interest.is_always() {
            trace_interest::ALWAYS
        } else {
            trace_interest::SOMETIMES
        };
        self.state().interest.store(interest, Ordering::Relaxed);
    }

    fn metadata(&self) -> &Metadata<'static> {
        self.metadata.get().expect(SET)
    }
}

impl Site {
    fn new(record: &TraceSite) -> &'static Self {
        let site: &'static Self =
            Box::leak(Box::new(Self { metadata: OnceLock::new(), state: OnceLock::new() }));
        site.metadata.get_or_init(|| trace::metadata(record, site));
        site.state.get_or_init(|| TraceState {
            size: size_of::<TraceState>(),
            data: ptr::from_ref(site).cast(),
            // Until subscribers were asked.
            interest: AtomicU32::new(trace_interest::SOMETIMES),
            padding: 0,
            reserved: [0; 1],
        });
        site
    }

    pub(super) fn state(&self) -> &TraceState {
        self.state.get().expect(SET)
    }
}

/// The sites of plugins and the records of all that is ever a current span, by the addresses of records and
/// of metadata.
struct Sites {
    sites: BTreeMap<usize, &'static Site>,
    records: BTreeMap<usize, &'static TraceSite>,
}

static SITES: Mutex<Sites> = Mutex::new(Sites { sites: BTreeMap::new(), records: BTreeMap::new() });

fn address<T>(place: &'static T) -> usize {
    ptr::from_ref(place).addr()
}

/// The site of a plugin's record.
pub(super) fn intern(record: &'static TraceSite) -> &'static Site {
    let mut sites = SITES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(site) = sites.sites.get(&address(record)) {
        return site;
    }
    let site = Site::new(record);
    sites.sites.insert(address(record), site);
    sites.records.insert(address(site.metadata.get().expect(SET)), record);
    drop(sites);
    // Asks subscribers.
    contain(|| callsite::register(site));
    site
}

/// The record of a place of this program or of any plugin.
pub(super) fn record(metadata: &'static Metadata<'static>) -> &'static TraceSite {
    let mut sites = SITES.lock().unwrap_or_else(PoisonError::into_inner);
    sites
        .records
        .entry(address(metadata))
        .or_insert_with(|| Box::leak(Box::new(trace::describe(metadata, ""))))
}
