/// A filter.
pub trait Filter: Send + Debug {
    /// What it is called.
    fn name(&self) -> &str;
    fn apply(&mut self, line: &str, tell: &mut dyn FnMut(&str)) -> Option<String>;
    fn join(&self, mut other: Box<dyn Filter>) -> String {
        other.apply(self.name(), &mut |_| {}).unwrap_or_default()
    }
}
