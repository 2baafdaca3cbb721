//! The functions that plugins call.

use std::ffi::c_void;

use plugin_core::RSlice;
use plugin_core::abi::{
    TraceCurrent, TraceField, TraceRecord, TraceSink, TraceSite, TraceState, trace_interest,
    trace_parent,
};
use tracing_core::callsite::Callsite as _;
use tracing_core::field::ValueSet;
use tracing_core::span::{Attributes, Id, Record};
use tracing_core::{Event, LevelFilter, Metadata, dispatcher};

use super::sites::{self, Site};
use super::spans::{self, Span};
use super::values;
use crate::panics::contain;

/// What plugins are told of this program's subscriber.
pub(crate) const SINK: Option<&'static TraceSink> = Some(&TraceSink {
    size: size_of::<TraceSink>(),
    register,
    enabled,
    event,
    new_span,
    record,
    follows_from,
    enter,
    exit,
    clone_span,
    close,
    current,
    reserved: [0; 8],
});

extern "C" fn register(record: &'static TraceSite) -> Option<&'static TraceState> {
    contain(|| sites::intern(record).state())
}

/// # Safety
///
/// `site` is [`TraceState::data`] of a state that `register` returned.
unsafe fn site(site: *const c_void) -> &'static Site {
    // SAFETY: it is the address of a `Site`, by contract, and these are leaked.
    unsafe { &*site.cast::<Site>() }
}

/// # Safety
///
/// As [`site`].
unsafe extern "C" fn enabled(site: *const c_void) -> bool {
    // SAFETY: by contract.
    let site = unsafe { self::site(site) };
    let metadata = site.metadata();
    // As the macros of `tracing` ask.
    if *metadata.level() > LevelFilter::current() {
        return false;
    }
    match site.state().interest.load(std::sync::atomic::Ordering::Relaxed) {
        trace_interest::NEVER => false,
        trace_interest::ALWAYS => true,
        _ => contain(|| dispatcher::get_default(|dispatch| dispatch.enabled(metadata)))
            .unwrap_or(false),
    }
}

/// Where an event or a span belongs.
enum Parent {
    Current,
    Root,
    Span(Id),
}

impl Parent {
    fn new(record: &TraceRecord<'_>) -> Self {
        match record.parent_kind {
            trace_parent::ROOT => Self::Root,
            // One that has ended, or never was, is none.
            trace_parent::SPAN => {
                spans::get(record.parent).map_or(Self::Root, |span| Self::Span(span.id))
            }
            _ => Self::Current,
        }
    }
}

/// Calls `call` with what a record says.
///
/// # Safety
///
/// As [`site`], for the site of the record.
unsafe fn with<R>(
    record: &TraceRecord<'_>,
    call: impl FnOnce(&'static Metadata<'static>, Parent, &ValueSet<'_>) -> R,
) -> Option<R> {
    // SAFETY: by contract.
    let site = unsafe { site(record.site) };
    contain(|| {
        let metadata = site.metadata();
        values::with(metadata, record.fields.as_slice(), |values| {
            call(metadata, Parent::new(record), values)
        })
    })
}

/// # Safety
///
/// As [`with`].
unsafe extern "C" fn event(record: &TraceRecord<'_>) {
    let dispatch = |metadata, parent, values: &ValueSet<'_>| match parent {
        Parent::Current => Event::dispatch(metadata, values),
        Parent::Root => Event::child_of(None, metadata, values),
        Parent::Span(id) => Event::child_of(id, metadata, values),
    };
    // SAFETY: by contract.
    unsafe { with(record, dispatch) };
}

/// # Safety
///
/// As [`with`].
unsafe extern "C" fn new_span(record: &TraceRecord<'_>) -> u64 {
    let make = |metadata, parent, values: &ValueSet<'_>| {
        let attributes = match parent {
            Parent::Current => Attributes::new(metadata, values),
            Parent::Root => Attributes::new_root(metadata, values),
            Parent::Span(id) => Attributes::child_of(id, metadata, values),
        };
        dispatcher::get_default(|dispatch| {
            let id = dispatch.new_span(&attributes);
            spans::insert(Span { dispatch: dispatch.clone(), id, metadata }, 1)
        })
    };
    // SAFETY: by contract.
    unsafe { with(record, make) }.unwrap_or(0)
}

/// Calls `call` with a span, if there is one of this number.
fn with_span<R>(number: u64, call: impl FnOnce(&Span) -> R) -> Option<R> {
    contain(|| spans::get(number).map(|span| call(&span))).flatten()
}

extern "C" fn record(span: u64, fields: RSlice<'_, TraceField<'_>>) {
    with_span(span, |span| {
        values::with(span.metadata, fields.as_slice(), |values| {
            span.dispatch.record(&span.id, &Record::new(values));
        });
    });
}

extern "C" fn follows_from(span: u64, follows: u64) {
    with_span(span, |span| {
        if let Some(follows) = spans::get(follows) {
            span.dispatch.record_follows_from(&span.id, &follows.id);
        }
    });
}

extern "C" fn enter(span: u64) {
    with_span(span, |span| span.dispatch.enter(&span.id));
}

extern "C" fn exit(span: u64) {
    with_span(span, |span| span.dispatch.exit(&span.id));
}

extern "C" fn clone_span(number: u64) -> u64 {
    with_span(number, |span| {
        let id = span.dispatch.clone_span(&span.id);
        if id == span.id {
            spans::retain(number);
            return number;
        }
        // A subscriber may tell clones apart.
        spans::insert(Span { id, ..span.clone() }, 1)
    })
    .unwrap_or(0)
}

extern "C" fn close(number: u64) -> bool {
    contain(|| spans::release(number).is_some_and(|span| span.dispatch.try_close(span.id.clone())))
        .unwrap_or(false)
}

extern "C" fn current() -> TraceCurrent {
    let current = contain(|| {
        dispatcher::get_default(|dispatch| {
            let (id, metadata) = dispatch.current_span().into_inner()?;
            let site = Some(sites::record(metadata));
            let span = spans::tell(Span { dispatch: dispatch.clone(), id, metadata })?;
            Some(TraceCurrent { span, site })
        })
    });
    current.flatten().unwrap_or(TraceCurrent { span: 0, site: None })
}
