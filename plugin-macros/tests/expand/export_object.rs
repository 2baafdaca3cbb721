/// Greets.
pub static GREETER: &dyn Greeter = &Hello;
