plugin_core::plugin!();

use std::rc::Rc;
use std::sync::Arc;

#[plugin_core::export]
pub fn share(text: Arc<String>) -> Rc<str> {
    Rc::from(text.as_str())
}

fn main() {}
