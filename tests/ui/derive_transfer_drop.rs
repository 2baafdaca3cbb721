use plugin_core::Transfer;

#[derive(Transfer)]
pub struct Lock<'a> {
    pub file: &'a str,
}

impl Drop for Lock<'_> {
    fn drop(&mut self) {}
}

fn main() {}
