//! Callbacks: closures that one binary calls and another one made.
//!
//! What crosses is the closure's pointer and a table with the shim that calls it; on the other side a
//! closure stands for it that calls the shim. Both ends are ordinary `dyn Fn` types, so that nobody
//! writes anything else.

mod handle;
mod shim;
mod spelled;
mod threads;

use handle::{CallbackBox, CallbackRef};
use shim::{Callback, callback_type, table};
use threads::{AnyThread, AnyThreads, OneThread, Threads};
