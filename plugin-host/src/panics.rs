//! Panics of plugins: told to this program's panic hook, as they happen.
//!
//! The hook of the standard library can only be run by a panic, so each report is one, which ends here.

use std::cell::RefCell;
use std::convert::Infallible;
use std::fmt;
use std::io::{self, Write as _};
use std::panic::{self, AssertUnwindSafe};
use std::thread;

use plugin_core::abi::PanicNotice;

/// A panic in a plugin, as the panic hook of the host may ask for it with [`reported_panic`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedPanic {
    plugin: String,
    message: String,
    file: String,
    line: u32,
    column: u32,
    thread: String,
}

impl ReportedPanic {
    fn new(notice: &PanicNotice<'_>) -> Self {
        let thread = match notice.thread.as_str() {
            // The plugin knows the names of its own threads alone.
            "" => thread::current().name().unwrap_or_default().to_owned(),
            name => name.to_owned(),
        };
        Self {
            plugin: notice.plugin.as_str().to_owned(),
            message: notice.message.as_str().to_owned(),
            file: notice.file.as_str().to_owned(),
            line: notice.line,
            column: notice.column,
            thread,
        }
    }

    /// Name of the plugin.
    pub fn plugin(&self) -> &str {
        &self.plugin
    }

    /// What the panic said.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// File, line and column of the panic, from 1, as the plugin's compiler wrote them; `None` if they are
    /// not known.
    pub fn place(&self) -> Option<(&str, u32, u32)> {
        (self.line != 0).then_some((&self.file, self.line, self.column))
    }

    /// Name of the thread; `None` if it has none.
    pub fn thread(&self) -> Option<&str> {
        (!self.thread.is_empty()).then_some(&self.thread)
    }
}

impl fmt::Display for ReportedPanic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "plugin `{}` panicked", self.plugin)?;
        if let Some((file, line, column)) = self.place() {
            write!(f, " at {file}:{line}:{column}")?;
        }
        match self.thread() {
            Some(name) => write!(f, " on thread `{name}`")?,
            None => f.write_str(" on a thread without a name")?,
        }
        write!(f, ": {}", self.message)
    }
}

thread_local! {
    /// The panic that this thread's panic hook is being told.
    static REPORTED: RefCell<Option<ReportedPanic>> = const { RefCell::new(None) };
}

/// The panic of a plugin that the panic hook of this program is being told on this thread; `None` outside
/// of the hook, and in it for a panic of the program's own.
///
/// A plugin's panic runs the hook of its host, once, when it happens, whether or not something contains it
/// then. The hook sees a panic whose payload is a `String`: "plugin `greeter` panicked at
/// src/lib.rs:12:5 on thread `main`: no database". Its location is in `plugin-host`, because nobody can
/// make one up; this function tells that of the plugin. On a thread that is panicking in the host itself,
/// and in a host with `panic = "abort"`, the hook cannot be run: the same text goes to standard error.
///
/// A plugin that is linked into the program has the program's hook already, which sees its panics as they
/// are.
///
/// # Examples
///
/// ```
/// std::panic::set_hook(Box::new(|info| match plugin_host::reported_panic() {
///     Some(panic) => eprintln!("plugin {}: {}", panic.plugin(), panic.message()),
///     None => eprintln!("{info}"),
/// }));
/// ```
pub fn reported_panic() -> Option<ReportedPanic> {
    REPORTED.try_with(|reported| reported.borrow().clone()).ok().flatten()
}

/// Tells this program's panic hook of a panic in a plugin, on the thread on which it happens.
pub(crate) extern "C" fn report(notice: &PanicNotice<'_>) {
    // A panic in the hook, or without unwinding, would end the process.
    if thread::panicking() || cfg!(panic = "abort") {
        // There is nobody to tell of a closed standard error.
        let _ = writeln!(io::stderr(), "{}", ReportedPanic::new(notice));
        return;
    }
    let tell = || {
        let panic = ReportedPanic::new(notice);
        let text = panic.to_string();
        let _reported = REPORTED.try_with(|reported| reported.replace(Some(panic)));
        panic::panic_any(text)
    };
    // What it throws is the text.
    let Err(_) = panic::catch_unwind::<_, Infallible>(AssertUnwindSafe(tell));
    let _reported = REPORTED.try_with(RefCell::take);
}

/// Keeps a panic of the logger or subscriber in this program, whose hook has told of it: a plugin that logs
/// does not fail by that.
#[cfg(any(feature = "log", feature = "tracing"))]
pub(crate) fn contain<R>(call: impl FnOnce() -> R) -> Option<R> {
    // What it threw is not dropped: its `Drop` could panic.
    panic::catch_unwind(AssertUnwindSafe(call)).map_err(std::mem::forget).ok()
}

#[cfg(test)]
mod tests {
    use plugin_core::abi::Text;

    use super::*;

    #[test]
    fn a_report_says_what_is_known() {
        let notice = PanicNotice {
            size: size_of::<PanicNotice<'_>>(),
            plugin: Text::new("x"),
            message: "no database".into(),
            thread: "worker".into(),
            file: "src/lib.rs".into(),
            line: 8,
            column: 5,
            reserved: [0; 6],
        };
        let panic = ReportedPanic::new(&notice);
        assert_eq!(
            panic.to_string(),
            "plugin `x` panicked at src/lib.rs:8:5 on thread `worker`: no database"
        );
        let unknown = ReportedPanic { line: 0, thread: String::new(), ..panic };
        assert_eq!(
            unknown.to_string(),
            "plugin `x` panicked on a thread without a name: no database"
        );
        assert_eq!(reported_panic(), None);
    }
}
