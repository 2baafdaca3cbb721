//! The subscriber of a plugin.

use std::sync::Once;

use tracing_core::span::{Attributes, Current, Id, Record};
use tracing_core::subscriber::Interest;
use tracing_core::{Dispatch, Event, Metadata, Subscriber, callsite, dispatcher};

use super::sites::{self, Site};
use super::values::Values;
use crate::abi::{HostInfo, TraceField, TraceRecord, TraceSink, trace_interest, trace_parent};

/// Stands for a span that the host could not make; it gives out no such number.
const NO_SPAN: u64 = u64::MAX;

struct Forward {
    sink: &'static TraceSink,
    plugin: &'static str,
}

/// Makes the host's subscriber this binary's, unless it is the host's binary, or has one already.
pub(crate) fn install(host: Option<&HostInfo>, plugin: &'static str) {
    static INSTALLED: Once = Once::new();
    let Some(host) = host.filter(|host| host.is_foreign()) else { return };
    let Some(sink) = host.trace.filter(|sink| sink.size >= size_of::<TraceSink>()) else { return };
    INSTALLED.call_once(|| {
        if dispatcher::set_global_default(Dispatch::new(Forward { sink, plugin })).is_err() {
            // Places have asked the one that was dropped.
            callsite::rebuild_interest_cache();
        }
    });
}

impl Forward {
    fn is_enabled(&self, site: &'static Site) -> bool {
        let Some(state) = site.state(self.sink) else { return false };
        if state.interest.load(std::sync::atomic::Ordering::Relaxed) == trace_interest::NEVER {
            return false;
        }
        // SAFETY: the state came from `register` of the same sink.
        unsafe { (self.sink.enabled)(state.data) }
    }

    /// Has `call` take a record, unless nothing of its place is wanted.
    fn tell<R>(
        &self,
        metadata: &'static Metadata<'static>,
        (is_root, parent): (bool, Option<&Id>),
        values: impl FnOnce() -> Values,
        call: impl FnOnce(&TraceRecord<'_>) -> R,
    ) -> Option<R> {
        let site = Site::find(metadata).or_else(|| {
            // One that was made by hand, and asked with other metadata whether it is enabled.
            let site = Site::get(metadata, self.plugin);
            self.is_enabled(site).then_some(site)
        })?;
        let state = site.state(self.sink)?;
        let values = values();
        let fields: Vec<TraceField<'_>> = values.fields();
        Some(call(&TraceRecord {
            size: size_of::<TraceRecord<'_>>(),
            site: state.data,
            parent: parent.map_or(0, Id::into_u64),
            parent_kind: match parent {
                Some(_) => trace_parent::SPAN,
                None if is_root => trace_parent::ROOT,
                None => trace_parent::CURRENT,
            },
            padding: 0,
            fields: fields[..].into(),
            reserved: [0; 4],
        }))
    }
}

impl Subscriber for Forward {
    /// The host is asked later, when no lock of `tracing-core` is held. What it says may change at any time,
    /// which the cache of this binary would not learn.
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        Site::get(metadata, self.plugin);
        Interest::sometimes()
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // What is not known is looked at once its own metadata comes.
        Site::find(metadata).is_none_or(|site| self.is_enabled(site))
    }

    fn event(&self, event: &Event<'_>) {
        let parent = (event.is_root(), event.parent());
        let values = || Values::of(|visitor| event.record(visitor));
        self.tell(event.metadata(), parent, values, |record| {
            // SAFETY: the site of the record is that of a state of the same sink.
            unsafe { (self.sink.event)(record) }
        });
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let parent = (span.is_root(), span.parent());
        let values = || Values::of(|visitor| span.record(visitor));
        let number = self.tell(span.metadata(), parent, values, |record| {
            // SAFETY: as above.
            unsafe { (self.sink.new_span)(record) }
        });
        Id::from_u64(number.filter(|number| *number != 0).unwrap_or(NO_SPAN))
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let values = Values::of(|visitor| values.record(visitor));
        (self.sink.record)(span.into_u64(), values.fields()[..].into());
    }

    fn record_follows_from(&self, span: &Id, follows: &Id) {
        (self.sink.follows_from)(span.into_u64(), follows.into_u64());
    }

    fn enter(&self, span: &Id) {
        (self.sink.enter)(span.into_u64());
    }

    fn exit(&self, span: &Id) {
        (self.sink.exit)(span.into_u64());
    }

    fn clone_span(&self, span: &Id) -> Id {
        match (self.sink.clone_span)(span.into_u64()) {
            0 => span.clone(),
            number => Id::from_u64(number),
        }
    }

    fn try_close(&self, span: Id) -> bool {
        (self.sink.close)(span.into_u64())
    }

    fn current_span(&self) -> Current {
        let current = (self.sink.current)();
        match current.site {
            Some(site) if current.span != 0 => {
                Current::new(Id::from_u64(current.span), sites::metadata(site))
            }
            _ => Current::none(),
        }
    }
}
