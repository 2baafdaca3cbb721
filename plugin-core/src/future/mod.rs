//! Futures: work that one binary began and an executor of another one drives.
//!
//! What crosses is a pointer and a table with poll and drop; with each poll, the executor's waker
//! crosses the other way. The side that polls sees an ordinary `Future`, and the one that made it
//! needs no executor.

mod handle;
mod task;
mod waker;

pub use handle::{BorrowedFuture, BorrowingSelf, Contained, PluginFuture};
