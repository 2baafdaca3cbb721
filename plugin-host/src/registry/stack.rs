//! The openings that a thread is in the middle of.
//!
//! Each thread keeps its own. A thread that an init hook spawns does not know of the hook's opening
//! unless it enters with a [`Token`].

use std::cell::RefCell;
use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// One opening of this process; never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct OpenId(u64);

impl OpenId {
    pub(super) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

thread_local! {
    /// Each begun by the one before it.
    static STACK: RefCell<Vec<OpenId>> = const { RefCell::new(Vec::new()) };
}

/// The openings that this thread is in the middle of, the outermost first.
pub(super) fn current() -> Vec<OpenId> {
    // A thread that is ending is in the middle of nothing that it could report.
    STACK.try_with(|stack| stack.borrow().clone()).unwrap_or_default()
}

/// This thread begins an opening.
pub(super) fn push(id: OpenId) {
    let _ending = STACK.try_with(|stack| stack.borrow_mut().push(id));
}

/// This thread has ended an opening.
pub(super) fn remove(id: OpenId) {
    let _ending = STACK.try_with(|stack| {
        let mut stack = stack.borrow_mut();
        if let Some(place) = stack.iter().rposition(|other| *other == id) {
            stack.remove(place);
        }
    });
}

/// Carries a thread's openings to another thread, which opens on their behalf.
#[derive(Clone, Debug)]
pub(crate) struct Token(Arc<[OpenId]>);

impl Token {
    /// The openings that this thread is in the middle of.
    pub(crate) fn of_this_thread() -> Self {
        Self(current().into())
    }

    /// What this thread opens until the guard is dropped, it opens on behalf of the token's
    /// openings. Those that have ended are waited for by nobody, and do no harm.
    pub(crate) fn enter(&self) -> Entered {
        let known = current();
        let added: Vec<_> = self.0.iter().copied().filter(|id| !known.contains(id)).collect();
        added.iter().copied().for_each(push);
        Entered { added, not_send: PhantomData }
    }
}

/// A thread that opens on behalf of others; see [`Token::enter`].
#[derive(Debug)]
pub(crate) struct Entered {
    added: Vec<OpenId>,
    not_send: PhantomData<*const ()>,
}

impl Drop for Entered {
    fn drop(&mut self) {
        self.added.iter().copied().for_each(remove);
    }
}
