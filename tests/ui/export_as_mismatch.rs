plugin_core::plugin!();

type Command = fn(&mut plugin_core::RString) -> bool;

#[plugin_core::export(as = Command)]
pub fn shout(text: &mut plugin_core::RString) {
    text.push('!');
}

fn main() {}
