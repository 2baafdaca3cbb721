//! Events and spans of plugins in the subscriber of their host.
//!
//! Long, because the subscriber that writes down what it is told stands here once for all.

use std::cell::RefCell;
use std::fmt::{Debug, Write as _};
use std::process::Command;
use std::sync::Mutex;

use acceptance::{fixture, isolated, run};
use plugin_host::{Plugin, Ref, linked, open};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{Interest, NoSubscriber, set_default, set_global_default, with_default};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_core::span::Current;

/// Records everything up to a level, in the order in which it happens.
struct Recorder {
    level: LevelFilter,
    /// Whether it says what it takes of a place once and for all.
    is_static: bool,
    spans: Mutex<Vec<SpanData>>,
}

struct SpanData {
    metadata: &'static Metadata<'static>,
    count: usize,
}

/// What was recorded; one subscriber at a time is looked at.
static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn say(text: String) {
    SAID.lock().unwrap().push(text);
}

fn said() -> Vec<String> {
    std::mem::take(&mut SAID.lock().unwrap())
}

thread_local! {
    static STACK: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

/// Names each kind of value, to see that it arrived as such.
struct Fields(String);

impl Visit for Fields {
    fn record_bool(&mut self, field: &Field, value: bool) {
        write!(self.0, " {field}:bool={value}").unwrap();
    }
    fn record_i64(&mut self, field: &Field, value: i64) {
        write!(self.0, " {field}:i64={value}").unwrap();
    }
    fn record_u64(&mut self, field: &Field, value: u64) {
        write!(self.0, " {field}:u64={value}").unwrap();
    }
    fn record_i128(&mut self, field: &Field, value: i128) {
        write!(self.0, " {field}:i128={value}").unwrap();
    }
    fn record_u128(&mut self, field: &Field, value: u128) {
        write!(self.0, " {field}:u128={value}").unwrap();
    }
    fn record_f64(&mut self, field: &Field, value: f64) {
        write!(self.0, " {field}:f64={value}").unwrap();
    }
    fn record_str(&mut self, field: &Field, value: &str) {
        write!(self.0, " {field}:str={value}").unwrap();
    }
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Recorder {
    fn new(level: Level) -> Self {
        Self { level: level.into(), is_static: true, spans: Mutex::default() }
    }

    fn name(&self, id: &Id) -> &'static str {
        self.spans.lock().unwrap()[index(id)].metadata.name()
    }

    fn parent(&self, is_contextual: bool, parent: Option<&Id>) -> &'static str {
        let current = STACK.with_borrow(|stack| stack.last().copied().map(Id::from_u64));
        match if is_contextual { current.as_ref() } else { parent } {
            Some(id) => self.name(id),
            None => "-",
        }
    }
}

fn index(id: &Id) -> usize {
    usize::try_from(id.into_u64()).unwrap() - 1
}

fn fields(record: impl FnOnce(&mut dyn Visit)) -> String {
    let mut fields = Fields(String::new());
    record(&mut fields);
    fields.0
}

impl Subscriber for Recorder {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        match (self.is_static, *metadata.level() <= self.level) {
            (false, _) => Interest::sometimes(),
            (true, true) => Interest::always(),
            (true, false) => Interest::never(),
        }
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        self.is_static.then_some(self.level)
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= self.level
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        assert!(span.metadata().target() != "panics", "the subscriber panics");
        let parent = self.parent(span.is_contextual(), span.parent());
        let mut spans = self.spans.lock().unwrap();
        spans.push(SpanData { metadata: span.metadata(), count: 1 });
        let fields = fields(|visitor| span.record(visitor));
        say(format!("new {} in {parent}:{fields}", span.metadata().name()));
        Id::from_u64(spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        say(format!("record {}:{}", self.name(span), fields(|visitor| values.record(visitor))));
    }

    fn record_follows_from(&self, span: &Id, follows: &Id) {
        say(format!("{} follows {}", self.name(span), self.name(follows)));
    }

    fn event(&self, event: &Event<'_>) {
        let metadata = event.metadata();
        assert!(metadata.target() != "panics", "the subscriber panics");
        let parent = self.parent(event.is_contextual(), event.parent());
        let fields = fields(|visitor| event.record(visitor));
        say(format!("{} {} in {parent}:{fields}", metadata.level(), metadata.target()));
    }

    fn enter(&self, span: &Id) {
        STACK.with_borrow_mut(|stack| stack.push(span.into_u64()));
    }

    fn exit(&self, span: &Id) {
        let last = STACK.with_borrow_mut(Vec::pop);
        assert_eq!(last, Some(span.into_u64()));
    }

    fn clone_span(&self, id: &Id) -> Id {
        self.spans.lock().unwrap()[index(id)].count += 1;
        id.clone()
    }

    fn try_close(&self, id: Id) -> bool {
        let mut spans = self.spans.lock().unwrap();
        let span = &mut spans[index(&id)];
        span.count = span.count.checked_sub(1).expect("it is open");
        if span.count == 0 {
            say(format!("close {}", span.metadata.name()));
        }
        span.count == 0
    }

    fn current_span(&self) -> Current {
        match STACK.with_borrow(|stack| stack.last().copied().map(Id::from_u64)) {
            Some(id) => {
                let metadata = self.spans.lock().unwrap()[index(&id)].metadata;
                Current::new(id, metadata)
            }
            None => Current::none(),
        }
    }
}

fn record_up_to(level: Level) {
    set_global_default(Recorder::new(level)).unwrap();
}

fn traced() -> Plugin {
    let plugin = open(fixture("traced")).unwrap();
    said();
    plugin
}

fn call(plugin: Plugin, name: &str) {
    plugin.lookup::<fn()>(name).unwrap().call();
}

isolated! {
    fn events_reach_the_hosts_subscriber_up_to_its_level() {
        record_up_to(Level::INFO);
        let plugin = open(fixture("traced")).unwrap();
        assert_eq!(said(), ["INFO traced in -: message=traced starts"], "the init hook's");
        call(plugin, "levels");
        assert_eq!(
            said(),
            [
                "ERROR traced in -: message=on error",
                "WARN traced in -: message=on warn",
                "INFO traced in -: message=on info",
            ]
        );
    }

    fn fields_arrive_as_what_they_are() {
        record_up_to(Level::TRACE);
        let plugin = traced();
        call(plugin, "fields");
        assert_eq!(
            said(),
            [format!(
                "INFO elsewhere in -: message=all of them yes:bool=true negative:i64=-7 \
                 positive:u64=7 half:f64=0.5 wide:u128={} deep:i128={} said:str=said shown=said \
                 debugged=\"said\"",
                u128::MAX,
                i128::MIN
            )]
        );
        call(plugin, "many");
        let [event] = &said()[..] else { panic!("one event") };
        assert!(event.contains(" f0:i64=0 ") && event.ends_with(" f33:i64=33"), "{event}");
    }

    fn a_place_is_told_as_it_is() {
        struct Places;
        impl Subscriber for Places {
            fn enabled(&self, metadata: &Metadata<'_>) -> bool {
                metadata.is_event()
            }
            fn new_span(&self, _: &Attributes<'_>) -> Id {
                unreachable!()
            }
            fn record(&self, _: &Id, _: &Record<'_>) {}
            fn record_follows_from(&self, _: &Id, _: &Id) {}
            fn event(&self, event: &Event<'_>) {
                let metadata = event.metadata();
                say(format!(
                    "{} {:?} {:?} {:?}",
                    metadata.name().replace('\\', "/"),
                    metadata.module_path(),
                    metadata.file().map(|file| file.replace('\\', "/")),
                    metadata.line(),
                ));
            }
            fn enter(&self, _: &Id) {}
            fn exit(&self, _: &Id) {}
        }
        set_global_default(Places).unwrap();
        open(fixture("traced")).unwrap();
        let source = include_str!("../fixtures/traced/src/lib.rs");
        let line = source.lines().position(|line| line.contains("traced starts")).unwrap() + 1;
        let file = "tests/fixtures/traced/src/lib.rs";
        assert_eq!(
            said(),
            [format!("event {file}:{line} Some(\"traced\") Some({file:?}) Some({line})")]
        );
    }

    fn spans_nest_across_the_boundary_both_ways() {
        record_up_to(Level::TRACE);
        let within = traced().lookup::<fn(Ref<dyn Fn()>)>("within").unwrap();
        let outer = tracing::info_span!("host_span");
        outer.in_scope(|| {
            within.call(&|| {
                tracing::info!("of the host");
                tracing::info_span!("inner").in_scope(|| within.call(&|| ()));
            });
        });
        drop(outer);
        assert_eq!(
            said(),
            [
                "new host_span in -:",
                "new plugin_span in host_span: answer:i64=42",
                "INFO traced in plugin_span: message=before",
                "INFO tracing in plugin_span: message=of the host",
                "new inner in plugin_span:",
                "new plugin_span in inner: answer:i64=42",
                "INFO traced in plugin_span: message=before",
                "INFO traced in plugin_span: message=after",
                "close plugin_span",
                "close inner",
                "INFO traced in plugin_span: message=after",
                "close plugin_span",
                "close host_span",
            ]
        );
    }

    fn a_span_lives_as_long_as_its_last_clone() {
        record_up_to(Level::TRACE);
        call(traced(), "span_of_life");
        assert_eq!(
            said(),
            [
                "new life in -:",
                "new other in -:",
                "record life: later:str=now",
                "other follows life",
                "INFO traced in life: message=in clone",
                "INFO traced in -: message=in none",
                "new child in life:",
                "close child",
                "new adopted in other:",
                "close adopted",
                "close life",
                "close other",
            ]
        );
    }

    fn a_plugin_sees_the_span_that_its_host_is_in() {
        record_up_to(Level::TRACE);
        let current = traced().lookup::<fn() -> String>("current").unwrap();
        assert_eq!(current.call(), "none");
        said();
        tracing::info_span!("host_span", by_plugin = tracing::field::Empty).in_scope(|| {
            assert_eq!(current.call(), "host_span");
            assert_eq!(current.call(), "host_span");
        });
        let of_a_call = ["record host_span: by_plugin:i64=5", "INFO traced in host_span: message=entered again"];
        let expected: Vec<_> = ["new host_span in -:"]
            .into_iter()
            .chain(of_a_call)
            .chain(of_a_call)
            .chain(["close host_span"])
            .collect();
        assert_eq!(said(), expected);
    }

    fn what_is_not_wanted_is_not_formatted() {
        let plugin = traced();
        let formats = plugin.lookup::<fn() -> u32>("formats").unwrap();
        assert_eq!(formats.call(), 0, "no subscriber");
        let recorder = |level, is_static| Recorder { is_static, ..Recorder::new(level) };
        for is_static in [true, false] {
            with_default(recorder(Level::INFO, is_static), || assert_eq!(formats.call(), 0));
            // Of a thread, later, and although the same places were not wanted before.
            with_default(recorder(Level::DEBUG, is_static), || assert_eq!(formats.call(), 3));
        }
        assert_eq!(formats.call(), 0);
    }

    fn a_span_stays_with_the_subscriber_that_made_it() {
        let within = traced().lookup::<fn(Ref<dyn Fn()>)>("within").unwrap();
        let other = RefCell::new(None);
        with_default(Recorder::new(Level::TRACE), || {
            // Another subscriber is the thread's when the span is left.
            within.call(&|| *other.borrow_mut() = Some(set_default(NoSubscriber::new())));
        });
        assert_eq!(said().last().unwrap(), "close plugin_span");
    }

    fn threads_of_a_plugin_are_heard() {
        record_up_to(Level::INFO);
        traced().lookup::<fn(usize)>("threads").unwrap().call(4);
        let said = said();
        let count = |text: &str| said.iter().filter(|line| line.contains(text)).count();
        assert_eq!(count("new on_thread in -: number:u64="), 400);
        assert_eq!(count("INFO traced in on_thread: message=in thread number:u64="), 400);
        assert_eq!(count("close on_thread"), 400);
    }

    fn a_subscriber_that_panics_and_ids_of_nobody_do_no_harm() {
        record_up_to(Level::TRACE);
        let plugin = traced();
        call(plugin, "panics_the_subscriber");
        call(plugin, "wrong_ids");
        assert_eq!(said(), ["INFO traced in -: message=of nobody"]);
    }

    fn a_plugin_with_a_subscriber_of_its_own_keeps_it() {
        record_up_to(Level::TRACE);
        let plugin = traced();
        assert_eq!(plugin.lookup::<fn() -> Vec<String>>("own").unwrap().call(), ["TRACE"]);
        assert!(said().is_empty());
        call(plugin, "levels");
        assert_eq!(said().len(), 5);
    }

    fn a_linked_plugin_traces_as_the_program_does() {
        record_up_to(Level::INFO);
        let plugin = linked(&traced::PLUGIN).unwrap();
        assert_eq!(said(), ["INFO traced in -: message=traced starts"]);
        call(plugin, "span_of_life");
        assert_eq!(said().len(), 12);
    }
}

#[test]
fn a_thread_of_a_plugin_may_outlive_main() {
    let output = run(Command::new(env!("CARGO_BIN_EXE_tracing-host")).arg(fixture("traced")));
    assert!(output.success, "{}\n{}", output.status, output.stderr);
    assert!(output.stderr.is_empty(), "{}", output.stderr);
}
