//! What only a panic hook is told, and each binary has a hook of its own: where a panic happened, and that
//! it did.

use std::cell::Cell;
use std::ffi::c_void;
use std::mem;
use std::panic::{self, PanicHookInfo};
use std::ptr;
use std::sync::Once;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::thread;

use super::payload_text;
use crate::abi::{HostInfo, PanicNotice, ReportPanicFn, Text};

/// Longest file name that is kept; a longer one loses its beginning.
const FILE_MAX: usize = 200;

/// A place in the source, without allocation, so that it can be kept while the process is in any
/// state.
#[derive(Clone, Copy)]
pub(super) struct Place {
    file: [u8; FILE_MAX],
    file_len: usize,
    pub(super) line: u32,
    pub(super) column: u32,
}

impl Place {
    fn new(location: &panic::Location<'_>) -> Self {
        let name = location.file();
        let mut start = name.len().saturating_sub(FILE_MAX);
        while !name.is_char_boundary(start) {
            start += 1;
        }
        let kept = &name.as_bytes()[start..];
        let mut file = [0; FILE_MAX];
        file[..kept.len()].copy_from_slice(kept);
        Self { file, file_len: kept.len(), line: location.line(), column: location.column() }
    }

    pub(super) fn file(&self) -> &str {
        std::str::from_utf8(&self.file[..self.file_len]).unwrap_or_default()
    }
}

thread_local! {
    /// Place of this thread's last panic. Has no destructor, so it works at any point of a thread's
    /// life.
    static PLACE: Cell<Option<Place>> = const { Cell::new(None) };
}

/// The plugin in whose name this binary's panics are reported: the first whose host is another binary. Null: none.
static PLUGIN: AtomicPtr<&'static str> = AtomicPtr::new(ptr::null_mut());

/// Where its host takes them; written after the plugin.
static REPORT: AtomicPtr<c_void> = AtomicPtr::new(ptr::null_mut());

struct Reporter {
    report: ReportPanicFn,
    plugin: &'static str,
}

impl Reporter {
    fn report(&self, info: &PanicHookInfo<'_>) {
        let thread = thread::current();
        let place = info.location();
        (self.report)(&PanicNotice {
            size: size_of::<PanicNotice<'_>>(),
            plugin: Text::new(self.plugin),
            message: payload_text(info.payload()).into(),
            thread: thread.name().unwrap_or_default().into(),
            file: place.map_or("", panic::Location::file).into(),
            line: place.map_or(0, panic::Location::line),
            column: place.map_or(0, panic::Location::column),
            reserved: [0; 6],
        });
    }
}

/// From now on, the panics of this binary are reported to the host of `plugin`, if that is another binary.
pub(crate) fn report_to(host: Option<&HostInfo>, plugin: &'static &'static str) {
    if let Some(HostInfo { report_panic: Some(report), .. }) = host.filter(|host| host.is_foreign())
    {
        let (null, plugin) = (ptr::null_mut(), ptr::from_ref(plugin).cast_mut());
        if PLUGIN.compare_exchange(null, plugin, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            REPORT.store(*report as *mut c_void, Ordering::Release);
        }
    }
}

/// Where panics are reported.
fn reporter() -> Option<Reporter> {
    let report = REPORT.load(Ordering::Acquire);
    // SAFETY: null, which is no function, or what `report_to` made of one.
    let report = unsafe { mem::transmute::<*mut c_void, Option<ReportPanicFn>>(report) }?;
    // SAFETY: a static reference, which `report_to` stored before it stored the function.
    let plugin = unsafe { PLUGIN.load(Ordering::Relaxed).as_ref() }?;
    Some(Reporter { report, plugin })
}

/// Makes this binary's panic hook note where each panic happens and report it; without a host to report to,
/// the hook then does what it did before.
///
/// Called before a symbol of this binary is handed out and before a hook of it runs, so that a panic finds it
/// done; nothing is gained by doing it when a plugin is opened.
///
/// A plugin that sets a hook of its own afterwards loses the places, not the messages, and reports as that
/// hook does.
pub(crate) fn install() {
    static INSTALLED: Once = Once::new();
    // Setting a hook panics if this thread is panicking; the next call does it then.
    if INSTALLED.is_completed() || thread::panicking() {
        return;
    }
    INSTALLED.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            PLACE.set(info.location().map(Place::new));
            match reporter() {
                Some(reporter) => reporter.report(info),
                None => previous(info),
            }
        }));
    });
}

/// The place of this thread's last panic, which is forgotten.
pub(super) fn take_place() -> Option<Place> {
    PLACE.take()
}
