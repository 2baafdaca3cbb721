//! Comparing what two binaries believe of a type.
//!
//! Apart from the records because comparing is code of one binary, free to improve, while the
//! records are frozen.

mod compare;
mod display;
mod path;

pub use compare::{Difference, compare};
pub use display::display;
pub(crate) use display::symbol as display_symbol;
