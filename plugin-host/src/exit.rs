//! The end of the process: what plugins printed comes out.
//!
//! Each plugin has a standard output of its own, with a buffer that nobody empties: the standard library
//! does that in programs alone.

use std::ffi::c_int;
use std::panic::catch_unwind;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{Arc, Condvar, Mutex, Once, PoisonError};
use std::time::Duration;
use std::{ptr, thread};

/// How long one plugin may take. A plugin whose threads hold the lock of its standard output would
/// otherwise keep the process from ending.
const PATIENCE: Duration = Duration::from_millis(100);

pub(crate) type Flush = extern "C" fn();

/// The plugins with something to empty, the last one first. A list of this kind because nothing of it is
/// ever locked: a process may end on any thread, at any time.
static PLUGINS: AtomicPtr<Entry> = AtomicPtr::new(ptr::null_mut());

struct Entry {
    flush: Flush,
    next: *const Entry,
}

/// From now on, `flush` is called when the process ends by returning from `main` or by `exit`.
pub(crate) fn at_exit(flush: Flush) {
    static REGISTERED: Once = Once::new();
    REGISTERED.call_once(register);
    let mut next = PLUGINS.load(Ordering::Acquire);
    let entry = Box::leak(Box::new(Entry { flush, next }));
    while let Err(now) =
        PLUGINS.compare_exchange_weak(next, entry, Ordering::AcqRel, Ordering::Acquire)
    {
        next = now;
        entry.next = now;
    }
}

/// Asks the system to call [`end`], and [`forget`] in a fork.
fn register() {
    unsafe extern "C" {
        safe fn atexit(call: extern "C" fn()) -> c_int;
        #[cfg(unix)]
        safe fn pthread_atfork(
            before: Option<extern "C" fn()>,
            in_parent: Option<extern "C" fn()>,
            in_child: Option<extern "C" fn()>,
        ) -> c_int;
    }
    // If one fails, no memory was left for it: the texts are lost, as without it, or come out of the fork, too.
    _ = atexit(end);
    #[cfg(unix)]
    {
        _ = pthread_atfork(None, None, Some(forget));
    }
}

/// In a fork, which has copied the buffers: what is in them is not the fork's. A program that asks the system for a fork
/// without the C library's `fork` should end it by `_exit`, as for the buffers of C.
#[cfg(unix)]
extern "C" fn forget() {
    PLUGINS.store(ptr::null_mut(), Ordering::Release);
}

/// Calls each of `flushes`, and passes over what does not come back in time.
pub(crate) fn flush(flushes: &[Flush]) {
    flush_all(flushes, PATIENCE);
}

extern "C" fn end() {
    // A panic must not leave, and there is nobody left to tell.
    let _ = catch_unwind(|| flush(&plugins()));
}

/// What is registered, in the order of registration.
fn plugins() -> Vec<Flush> {
    let mut plugins = Vec::new();
    let mut entry: *const Entry = PLUGINS.load(Ordering::Acquire);
    // SAFETY: null, or an entry that was leaked before it came into the list and is not changed since.
    while let Some(Entry { flush, next }) = unsafe { entry.as_ref() } {
        plugins.push(*flush);
        entry = *next;
    }
    plugins.reverse();
    plugins
}

/// Calls each, on another thread, so that one that does not come back is left behind.
fn flush_all(plugins: &[Flush], patience: Duration) {
    let mut first = 0;
    while first < plugins.len() {
        let progress = Arc::new((Mutex::new(first), Condvar::new()));
        let (rest, done) = (plugins[first..].to_vec(), progress.clone());
        let work = move || {
            for flush in rest {
                flush();
                *done.0.lock().unwrap_or_else(PoisonError::into_inner) += 1;
                done.1.notify_one();
            }
        };
        // Without a thread, better no text than no end.
        let Ok(_) = thread::Builder::new().name("plugin-flush".to_owned()).spawn(work) else {
            return;
        };
        let mut reached = progress.0.lock().unwrap_or_else(PoisonError::into_inner);
        while *reached < plugins.len() {
            let before = *reached;
            let wait = progress.1.wait_timeout_while(reached, patience, |now| *now == before);
            reached = wait.unwrap_or_else(PoisonError::into_inner).0;
            if *reached == before {
                break;
            }
        }
        // The one that does not come back is passed over.
        first = *reached + 1;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    #[test]
    fn one_that_does_not_come_back_keeps_no_other_waiting() {
        static CALLS: AtomicUsize = AtomicUsize::new(0);
        extern "C" fn counts() {
            CALLS.fetch_add(1, Ordering::Relaxed);
        }
        extern "C" fn hangs() {
            loop {
                thread::park();
            }
        }
        flush_all(&[counts, hangs, counts, hangs, hangs, counts], Duration::from_millis(50));
        assert_eq!(CALLS.load(Ordering::Relaxed), 3);
        flush_all(&[], Duration::ZERO);
    }
}
