//! A callsite as a record of the ABI, and the other way round.

use tracing_core::callsite::Callsite;
use tracing_core::field::FieldSet;
use tracing_core::metadata::Kind;
use tracing_core::{Level, Metadata, identify_callsite};

use crate::abi::{Records, Text, TraceSite, log_level, trace_kind};

/// The record of a callsite of this binary, whose plugin's name is empty for a host.
///
/// The names of the fields are leaked: a caller keeps one record for each callsite.
pub fn describe(metadata: &'static Metadata<'static>, plugin: &'static str) -> TraceSite {
    let fields: Vec<Text> = metadata.fields().iter().map(|field| Text::new(field.name())).collect();
    TraceSite {
        size: size_of::<TraceSite>(),
        kind: if metadata.is_span() {
            trace_kind::SPAN
        } else if metadata.is_event() {
            trace_kind::EVENT
        } else {
            trace_kind::HINT
        },
        level: number(*metadata.level()),
        line: metadata.line().unwrap_or_default(),
        padding: 0,
        name: Text::new(metadata.name()),
        target: Text::new(metadata.target()),
        module: Text::new(metadata.module_path().unwrap_or_default()),
        file: Text::new(metadata.file().unwrap_or_default()),
        fields: Records::new(fields.leak()),
        plugin: Text::new(plugin),
        reserved: [0; 4],
    }
}

/// What a record of another binary says, as metadata of `callsite` in this one.
///
/// The names of the fields are leaked: a caller keeps one callsite for each record.
pub fn metadata(site: &TraceSite, callsite: &'static dyn Callsite) -> Metadata<'static> {
    let names: Vec<&'static str> = site.fields.iter().map(Text::as_str).collect();
    let known = |text: &Text| Some(text.as_str()).filter(|text| !text.is_empty());
    Metadata::new(
        site.name.as_str(),
        site.target.as_str(),
        level(site.level),
        known(&site.file),
        (site.line != 0).then_some(site.line),
        known(&site.module),
        FieldSet::new(names.leak(), identify_callsite!(callsite)),
        match site.kind {
            trace_kind::SPAN => Kind::SPAN,
            trace_kind::HINT => Kind::HINT,
            _ => Kind::EVENT,
        },
    )
}

fn number(level: Level) -> u32 {
    match level {
        Level::ERROR => log_level::ERROR,
        Level::WARN => log_level::WARN,
        Level::INFO => log_level::INFO,
        Level::DEBUG => log_level::DEBUG,
        Level::TRACE => log_level::TRACE,
    }
}

fn level(number: u32) -> Level {
    match number {
        log_level::ERROR => Level::ERROR,
        log_level::WARN => Level::WARN,
        log_level::INFO => Level::INFO,
        log_level::DEBUG => Level::DEBUG,
        _ => Level::TRACE,
    }
}
