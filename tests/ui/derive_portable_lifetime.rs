use plugin_core::{Portable, RStr};

#[derive(Portable)]
#[repr(C)]
pub struct Line<'a> {
    pub text: RStr<'a>,
}

fn main() {}
