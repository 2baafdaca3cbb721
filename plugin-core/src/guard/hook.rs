//! Where a panic happened: only a panic hook is told, and each binary has a hook of its own.

use std::cell::Cell;
use std::panic;
use std::sync::Once;

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

/// Makes this binary's panic hook note where each panic happens, before it does what it did.
///
/// A plugin that sets a hook of its own afterwards loses the places, not the messages.
pub(crate) fn install() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        // Panics if this thread is panicking; then the places stay unknown.
        if std::thread::panicking() {
            return;
        }
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            PLACE.set(info.location().map(Place::new));
            previous(info);
        }));
    });
}

/// The place of this thread's last panic, which is forgotten.
pub(super) fn take_place() -> Option<Place> {
    PLACE.take()
}
