//! What the framework carries across without being asked: output, panics, log records.

use std::panic::PanicHookInfo;
use std::process::Command;
use std::sync::Mutex;

use acceptance::{copy, fixture, isolated, run, temporary_folder};
use log::{Level, LevelFilter, Log, Metadata, Record};
use plugin_host::{Host, linked, open, update_log_level};

/// The place of the only such text in the plugin's source: `file:line:column`.
fn place(text: &str) -> String {
    let source = include_str!("../fixtures/chatty/src/lib.rs");
    let places: Vec<_> = source
        .lines()
        .enumerate()
        .filter_map(|(line, content)| Some((line + 1, content.find(text)? + 1)))
        .collect();
    let [(line, column)] = places[..] else { panic!("{text}: {places:?}") };
    format!("tests/fixtures/chatty/src/lib.rs:{line}:{column}")
}

/// What `runtime-host` says in a mode.
fn host(mode: &str) -> acceptance::Output {
    let output = run(Command::new(env!("CARGO_BIN_EXE_runtime-host"))
        .arg(mode)
        .arg(fixture("chatty"))
        .env_remove("RUST_BACKTRACE"));
    assert!(output.success, "{}\n{}\n{}", output.status, output.stdout, output.stderr);
    output
}

/// C9
#[test]
fn what_a_plugin_printed_without_a_newline_appears_at_the_end() {
    for mode in ["return", "exit"] {
        assert_eq!(host(mode).stdout, "printed", "{mode}");
    }
    assert_eq!(host("return").stderr, "to standard error");
}

#[cfg(unix)]
#[test]
fn what_a_plugin_printed_before_a_fork_is_not_the_forks() {
    assert_eq!(host("fork").stdout, "printed");
}

#[test]
fn a_plugin_whose_standard_output_is_locked_does_not_keep_the_process_from_ending() {
    // `exit` empties the buffer of the plugin that calls it, whose thread has the lock already.
    assert_eq!(host("exit holding").stdout, "half a line");
    let folder = temporary_folder();
    let other = copy(&fixture("chatty"), folder.path(), "other.so");
    let output = run(Command::new(env!("CARGO_BIN_EXE_runtime-host"))
        .arg("hold")
        .args([&fixture("chatty"), &other]));
    assert!(
        output.success,
        "{}
{}",
        output.status, output.stderr
    );
    assert_eq!(output.stdout, "printed", "of the other");
}

#[test]
fn a_panic_is_told_once_by_the_hosts_hook() {
    let output = host("panic");
    assert_eq!(output.stdout, "true");
    let said: Vec<_> = output.stderr.lines().filter(|line| line.contains("panicked")).collect();
    assert_eq!(said.len(), 2, "{}", output.stderr);
    assert!(said[0].contains("thread 'main'") && said[0].contains("plugin-host/src/panics.rs"));
    let place = place("panic!(\"{text}\")");
    assert_eq!(said[1], format!("plugin `chatty` panicked at {place} on thread `main`: here"));
}

#[test]
fn a_hook_of_the_hosts_own_sees_the_panics_of_plugins_and_of_their_threads() {
    let output = host("panic with a hook");
    assert_eq!(output.stderr, "");
    let (panics, on_thread) = (place("panic!(\"{text}\")"), place("panic!(\"on my own\")"));
    assert_eq!(
        output.stdout,
        format!(
            "plugin: plugin `chatty` panicked at {panics} on thread `main`: here
\
             plugin: plugin `chatty` panicked at {on_thread} on thread `worker`: on my own
\
             plugin: plugin `chatty` panicked at {panics} on thread `mine`: through
\
             true
"
        )
    );
}

#[test]
fn a_panic_of_a_plugin_on_a_thread_that_panics_already_is_contained_and_told() {
    let output = host("panic in a panic");
    assert_eq!(output.stdout, "true\ntrue\n");
    assert!(output.stderr.contains("of the host"), "{}", output.stderr);
    assert_eq!(
        output.stderr.matches("on thread `main`: in a drop").count(),
        1,
        "{}",
        output.stderr
    );
}

#[test]
fn a_panic_of_a_plugin_at_the_end_of_a_thread_is_contained_and_told() {
    let output = host("panic at the end of a thread");
    assert_eq!(output.stdout, "true\n");
    assert_eq!(output.stderr.matches(": in a drop").count(), 1, "{}", output.stderr);
}

/// What a panic of the program itself says.
fn text<'a>(info: &'a PanicHookInfo<'_>) -> &'a str {
    info.payload().downcast_ref::<String>().map_or("", String::as_str)
}

/// What the host's logger was given, but for the target `quiet`.
static RECORDS: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Logger;

impl Log for Logger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() != "quiet"
    }

    fn log(&self, record: &Record<'_>) {
        assert!(record.target() != "panics", "the logger panics");
        RECORDS.lock().unwrap().push(format!(
            "{} {} {:?} {:?} {:?} {}",
            record.level(),
            record.target(),
            record.module_path(),
            record.file().map(|file| file.replace('\\', "/")),
            record.line(),
            record.args()
        ));
    }

    fn flush(&self) {}
}

fn log_up_to(level: LevelFilter) {
    // Set once in each process.
    let _ = log::set_logger(&Logger);
    log::set_max_level(level);
}

fn logged() -> Vec<String> {
    std::mem::take(&mut RECORDS.lock().unwrap())
}

isolated! {
    fn log_records_reach_the_hosts_logger_with_all_that_they_say() {
        log_up_to(LevelFilter::Debug);
        let plugin = open(fixture("chatty")).unwrap();
        let record = |level: &str, target: &str, place: &str, text: &str| {
            let (file, rest) = place.split_once(':').unwrap();
            let (line, _) = rest.split_once(':').unwrap();
            format!("{level} {target} Some(\"chatty\") Some({file:?}) Some({line}) {text}")
        };
        assert_eq!(
            logged(),
            [record("INFO", "chatty", &place("log::info!"), "chatty starts")]
        );
        let logs = plugin.lookup::<fn(&str, &str, &str)>("logs").unwrap();
        logs.call("warn", "", "careful");
        logs.call("error", "elsewhere", "wrong");
        logs.call("trace", "", "too much");
        logs.call("error", "quiet", "not wanted");
        assert_eq!(
            logged(),
            [
                record("WARN", "chatty", &place("log::log!(level, \"{text}\")"), "careful"),
                record("ERROR", "elsewhere", &place("log::log!(target: target, level, \"{text}\")"), "wrong"),
            ]
        );
        // A logger that panics does no harm to who logs.
        logs.call("error", "panics", "x");
    }

    fn a_record_that_the_host_does_not_take_is_not_formatted() {
        log_up_to(LevelFilter::Info);
        let formats = open(fixture("chatty")).unwrap().lookup::<fn(&str) -> u32>("formats").unwrap();
        assert_eq!(formats.call("x"), 3);
        assert_eq!(formats.call("quiet"), 0);
    }

    fn the_level_may_change_later() {
        log_up_to(LevelFilter::Warn);
        let formats = open(fixture("chatty")).unwrap().lookup::<fn(&str) -> u32>("formats").unwrap();
        assert_eq!(formats.call("x"), 2);
        log_up_to(LevelFilter::Error);
        assert_eq!(formats.call("x"), 1, "one that falls is known at once");
        log_up_to(LevelFilter::Trace);
        update_log_level();
        assert_eq!(formats.call("x"), 5);
    }

    fn a_plugin_that_is_started_later_is_told_the_level_of_then() {
        log_up_to(LevelFilter::Error);
        let demanding = Host::builder().require::<fn()>("nothing of the kind").build();
        demanding.open(fixture("chatty")).unwrap_err();
        log_up_to(LevelFilter::Info);
        open(fixture("chatty")).unwrap();
        assert_eq!(logged().len(), 1);
    }

    fn a_linked_plugin_logs_and_panics_as_the_program_does() {
        log_up_to(LevelFilter::Info);
        let plugin = linked(&chatty::PLUGIN).unwrap();
        assert_eq!(logged().len(), 1);
        std::panic::set_hook(Box::new(|info| {
            assert_eq!(plugin_host::reported_panic(), None);
            log::log!(Level::Error, "{}", text(info));
        }));
        plugin.lookup::<fn(&str)>("panics").unwrap().try_call("as it is").unwrap_err();
        let _default = std::panic::take_hook();
        let logged = logged();
        assert!(logged.len() == 1 && logged[0].ends_with("as it is"), "{logged:?}");
    }
}
