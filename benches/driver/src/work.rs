//! The work that peers do again and again, by name, and loops to do it in.
//!
//! It stands apart since driver and workers, one of them a program in Go, speak of it by name.

use std::hint::black_box;
use std::thread;

/// What is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    Add,
    Length,
    Greet,
    Bytes,
    OwnBytes,
    Record,
    Method,
    Callback,
    Ready,
    Fail,
    AddOnTwo,
    Hit,
    Miss,
    HitOnTwo,
    Reopen,
    RawAdd,
}

/// Name in the protocol, and what the table says.
const WORKS: [(Work, &str, &str); 16] = [
    (Work::Add, "add", "`fn(u64, u64) -> u64`"),
    (Work::Length, "length", "`fn(&str) -> usize`"),
    (Work::Greet, "greet", "`fn(&str) -> String`"),
    (Work::Bytes, "bytes", "`fn(Vec<u8>) -> Vec<u8>`, 1 MiB"),
    (Work::OwnBytes, "own-bytes", "the same in the peer's own container"),
    (Work::Record, "record", "a struct of 64 bytes, by value and back"),
    (Work::Method, "method", "a method of an object"),
    (Work::Callback, "callback", "a callback, called by the plugin"),
    (Work::Ready, "ready", "an async function that is ready"),
    (Work::Fail, "fail", "a panicking call, caught"),
    (Work::AddOnTwo, "add-on-two", "`fn(u64, u64) -> u64` on 2 threads at once"),
    (Work::Hit, "hit", "repeated, found"),
    (Work::Miss, "miss", "repeated, not found"),
    (Work::HitOnTwo, "hit-on-two", "repeated, found, on 2 threads at once"),
    (Work::Reopen, "reopen", "of a file that is open"),
    // Counted by .ci/instructions alone.
    (Work::RawAdd, "raw-add", "raw symbol of `extern \"C\" fn(u64, u64) -> u64`"),
];

impl Work {
    pub(crate) fn parse(name: &str) -> Option<Self> {
        WORKS.iter().find(|work| work.1 == name).map(|work| work.0)
    }

    /// As in the protocol.
    pub(crate) fn name(self) -> &'static str {
        WORKS[self as usize].1
    }

    /// As in the table.
    pub(crate) fn title(self) -> &'static str {
        WORKS[self as usize].2
    }
}

/// Does the work so many times.
pub(crate) type Batch = Box<dyn FnMut(u64)>;

/// Text that crosses.
pub(crate) const TEXT: &str = "the quick brown fox";
/// Length of the bytes that cross.
pub(crate) const MEBIBYTE: usize = 1 << 20;

/// Calls that depend on each other.
pub(crate) fn chain(times: u64, mut call: impl FnMut(u64) -> u64) {
    let mut value = 0;
    for _ in 0..times {
        value = call(value);
    }
    black_box(value);
}

/// A batch of such calls.
pub(crate) fn batch(mut call: impl FnMut(u64) -> u64 + 'static) -> Batch {
    Box::new(move |times| chain(times, &mut call))
}

/// A batch of such calls on two threads at once.
pub(crate) fn on_two(call: impl Fn(u64) -> u64 + Sync + 'static) -> Batch {
    Box::new(move |times| {
        thread::scope(|scope| {
            scope.spawn(|| chain(times, &call));
            chain(times, &call);
        });
    })
}

/// A batch in which a value is handed to and fro.
pub(crate) fn to_and_fro<T: 'static>(first: T, mut call: impl FnMut(T) -> T + 'static) -> Batch {
    let mut value = Some(first);
    Box::new(move |times| {
        for _ in 0..times {
            value = value.take().map(&mut call);
        }
    })
}
