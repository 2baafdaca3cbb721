use std::rc::Rc;

#[plugin_core::interface]
trait Filter {
    fn apply(&self, line: Rc<String>);
    fn lines(&self) -> std::vec::IntoIter<String>;
    fn grow(&mut self, words: &mut Vec<String>);
}

fn main() {}
