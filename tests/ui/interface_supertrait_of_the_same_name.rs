//! What is called `Send` is `Send`.
use std::rc::Rc;

mod other {
    pub trait Send {}
    impl<T: ?Sized> Send for T {}
}

#[plugin_core::interface]
pub trait Shape: other::Send {
    fn area(&self) -> u64;
}

struct Local(Rc<u64>);

impl Shape for Local {
    fn area(&self) -> u64 {
        *self.0
    }
}

fn main() {}
