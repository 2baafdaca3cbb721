#[plugin_core::interface]
pub trait Filter: Send {
    fn apply(&self, line: &str);
}

struct Counting(std::rc::Rc<u32>);

impl Filter for Counting {
    fn apply(&self, _: &str) {
        let _ = &self.0;
    }
}

fn main() {}
