//! Callbacks: closures that one binary calls and another one made.
//!
//! What crosses is the closure's pointer and a table with the shim that calls it. On the other side stands an
//! ordinary `dyn Fn`, a closure that calls the shim, so that nobody writes anything else; or the type that
//! crossed itself ([`Callback`], [`CallbackRef`], [`CallbackMut`]), where each nanosecond counts.

mod callable;
mod handle;
mod kind;
mod lent;
mod owned;
mod shim;
mod spelled;
mod threads;

pub use callable::Callable;
pub use kind::Calls;
pub use lent::{CallbackMut, CallbackRef, LentClosure, LentClosureMut};
pub use owned::{Callback, OwnedClosure};
pub use threads::Allows;

use handle::{Given, Lent, Of};
use kind::{Exclusive, Kind, Once, Repeated, Shared};
use shim::{CallbackShim, callback_type, record};
use threads::{AnyThread, AnyThreads, OneThread, Threads};
