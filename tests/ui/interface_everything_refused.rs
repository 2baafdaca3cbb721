use plugin_core::interface;

#[interface]
unsafe trait Filter<T>: Clone + Send
where
    T: Send,
{
    const LIMIT: u32;
    type Item;

    fn create() -> Box<dyn Other>;
    fn finish(self) -> u32;
    fn boxed(self: Box<Self>);
    fn map<F: Fn(u32) -> u32>(&self, f: F);
    fn named<'a>(&self, text: &'a str) -> &'a str;
    fn shown(&self) -> impl std::fmt::Display;
    async fn wait(&self, text: &str);
    unsafe fn poke(&self, at: *mut u8);
    fn sized(&self)
    where
        Self: Sized;
    fn other(&self) -> &dyn Other;
    #[cfg(test)]
    fn tested(&self);
}

#[interface]
trait Other {}

fn main() {}
