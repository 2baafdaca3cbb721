use plugin_core::Portable;

#[derive(Portable)]
#[portable(unknown)]
pub struct Several<'a> {
    pub text: &'a str,
    pub address: *mut u8,
}

fn main() {}
