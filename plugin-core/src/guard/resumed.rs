//! The panic that a binary goes on with after a call: its payload is text, as the world expects, and
//! here is what else is known of it.

use std::cell::Cell;

use super::PluginPanic;

/// A panic with the payload that stands for it.
struct Resumed {
    /// Address of the payload's text. It tells this text from any other, since the payload owns it as
    /// long as it exists.
    text: *const u8,
    panic: PluginPanic,
}

thread_local! {
    /// The last panic that this thread went on with.
    static RESUMED: Cell<Option<Box<Resumed>>> = const { Cell::new(None) };
}

/// Notes that `text`, which is about to become a payload, stands for `panic`.
pub(super) fn note(text: &str, panic: PluginPanic) {
    let resumed = Box::new(Resumed { text: text.as_ptr(), panic });
    // A thread that is ending has no such variable any more: then the text is all there is.
    let _ = RESUMED.try_with(|last| last.set(Some(resumed)));
}

/// The panic that `text` stands for, if it does.
pub(super) fn take(text: &str) -> Option<PluginPanic> {
    let resumed = RESUMED.try_with(Cell::take).ok()??;
    if resumed.text == text.as_ptr() && resumed.panic.to_string() == text {
        Some(resumed.panic)
    } else {
        None
    }
}
