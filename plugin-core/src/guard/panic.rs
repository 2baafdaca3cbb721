//! A plugin's panic, as a value.

use std::fmt;
use std::mem::ManuallyDrop;
use std::ptr;

use super::hook::Place;
use super::resumed;
use crate::abi::{PanicReport, SymbolEntry};

/// The report with the memory behind it, in the binary that made it.
#[repr(C)]
pub(super) struct OwnedReport {
    /// First, so that a pointer to the report is one to the whole.
    report: PanicReport,
    message: ManuallyDrop<String>,
    file: ManuallyDrop<String>,
}

impl OwnedReport {
    /// Puts a report on the heap; the caller owns it.
    pub(super) fn allocate(panic: PluginPanic) -> *mut PanicReport {
        let PluginPanic { message, file, line, column, origin: _ } = panic;
        let owned = Box::new(Self {
            report: PanicReport {
                size: size_of::<PanicReport>(),
                free: Self::free,
                message: message.as_ptr(),
                message_len: message.len(),
                file: file.as_ptr(),
                file_len: file.len(),
                line,
                column,
                reserved: [ptr::null_mut(); 4],
            },
            message: ManuallyDrop::new(message),
            file: ManuallyDrop::new(file),
        });
        Box::into_raw(owned).cast()
    }

    /// Frees a report that `allocate` made.
    ///
    /// # Safety
    ///
    /// `report` comes from `allocate` of this binary and is not used again.
    unsafe extern "C" fn free(report: *mut PanicReport) {
        // SAFETY: by contract the pointer comes from `Box::into_raw` of a `Self`.
        let owned = unsafe { Box::from_raw(report.cast::<Self>()) };
        drop(ManuallyDrop::into_inner(owned.message));
        drop(ManuallyDrop::into_inner(owned.file));
    }
}

/// A panic that happened on the other side of a call and was contained there.
///
/// `try_call` returns it; `call` goes on panicking with its text, and [`catch`](crate::catch) contains
/// that.
#[derive(Clone, PartialEq, Eq)]
pub struct PluginPanic {
    message: String,
    file: String,
    line: u32,
    column: u32,
    origin: Option<Origin>,
}

/// What was called.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// An export.
    Symbol { name: &'static str, package: &'static str },
    /// A method of an object: `Filter::apply`.
    Method(&'static str),
    /// A closure.
    Callback,
    /// A future, polled.
    Future,
    /// A waker, cloned.
    Waker,
}

impl From<&SymbolEntry> for Origin {
    fn from(entry: &SymbolEntry) -> Self {
        Self::Symbol { name: entry.name.as_str(), package: entry.package.as_str() }
    }
}

impl PluginPanic {
    /// A panic that was caught in this binary.
    pub(super) fn new(message: String, place: Option<Place>) -> Self {
        Self {
            message,
            file: place.map(|place| place.file().to_owned()).unwrap_or_default(),
            line: place.map_or(0, |place| place.line),
            column: place.map_or(0, |place| place.column),
            origin: None,
        }
    }

    /// Takes over a report.
    ///
    /// # Safety
    ///
    /// `report` is not null, comes from the `panic` field of an outcome, and is not used again.
    #[cold]
    pub(crate) unsafe fn take(report: *mut PanicReport, origin: Option<Origin>) -> Self {
        // SAFETY: by contract a valid report that this thread owns.
        let record = unsafe { &*report };
        // SAFETY: the report owns `message_len` bytes there.
        let message = unsafe { text(record.message, record.message_len) };
        // SAFETY: the report owns `file_len` bytes there.
        let file = unsafe { text(record.file, record.file_len) };
        let panic = Self { message, file, line: record.line, column: record.column, origin };
        let free = record.free;
        // SAFETY: by contract the report is owned and, from here on, not used.
        unsafe { free(report) };
        panic
    }

    /// What the panic said.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// File, line and column of the panic, from 1, as the compiler wrote them; `None` if the binary
    /// that panicked replaced the panic hook that notes them.
    ///
    /// A plugin that catches a panic and goes on with `resume_unwind`, which runs no hook, reports the
    /// place of the panic that it caught.
    pub fn place(&self) -> Option<(&str, u32, u32)> {
        (self.line != 0).then_some((&self.file, self.line, self.column))
    }

    /// Name of the symbol or the method (`Filter::apply`) that was called; `None` for a hook, a
    /// callback or a future.
    pub fn symbol(&self) -> Option<&str> {
        match self.origin {
            Some(Origin::Symbol { name, .. } | Origin::Method(name)) => Some(name),
            Some(Origin::Callback | Origin::Future | Origin::Waker) | None => None,
        }
    }

    /// Package that the called symbol stands in; `None` for anything else.
    pub fn package(&self) -> Option<&str> {
        match self.origin {
            Some(Origin::Symbol { package, .. }) => Some(package),
            _ => None,
        }
    }

    /// Goes on panicking in this binary, with the text of this panic as the payload (a `String`).
    /// [`catch`](crate::catch) finds the panic itself again.
    ///
    /// The panic hook is not run again: it was told of this panic when it happened.
    ///
    /// # Panics
    ///
    /// Always.
    #[cold]
    pub fn resume(self) -> ! {
        let text = self.to_string();
        resumed::note(&text, self);
        std::panic::resume_unwind(Box::new(text))
    }
}

/// Copies text that another binary made; what is not UTF-8 is replaced.
///
/// # Safety
///
/// `len` bytes can be read at `ptr`, unless `len` is 0.
unsafe fn text(ptr: *const u8, len: usize) -> String {
    if len == 0 {
        return String::new();
    }
    // SAFETY: by contract.
    let bytes = unsafe { std::slice::from_raw_parts(ptr, len) };
    String::from_utf8_lossy(bytes).into_owned()
}

impl fmt::Display for PluginPanic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.origin {
            Some(Origin::Symbol { name, package }) => {
                write!(f, "`{name}` of plugin package `{package}` panicked")?;
            }
            Some(Origin::Method(name)) => write!(f, "`{name}` panicked")?,
            Some(Origin::Callback) => f.write_str("a callback panicked")?,
            Some(Origin::Future) => f.write_str("a future panicked")?,
            Some(Origin::Waker) => f.write_str("a waker panicked")?,
            None => f.write_str("panicked")?,
        }
        if let Some((file, line, column)) = self.place() {
            write!(f, " at {file}:{line}:{column}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl fmt::Debug for PluginPanic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PluginPanic")
            .field("message", &self.message)
            .field("place", &self.place())
            .field("symbol", &self.symbol())
            .finish_non_exhaustive()
    }
}

impl std::error::Error for PluginPanic {}
