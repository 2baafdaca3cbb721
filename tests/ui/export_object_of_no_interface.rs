plugin_core::plugin!();

trait Greeter: Sync {}

struct Hello;
impl Greeter for Hello {}

#[plugin_core::export]
static GREETER: &dyn Greeter = &Hello;

#[plugin_core::export]
fn make() -> Box<dyn Greeter> {
    Box::new(Hello)
}

#[plugin_core::export]
fn greet(_: &dyn Greeter) {}

fn main() {}
