use plugin_core::Portable;

#[derive(Portable)]
#[repr(C)]
pub union Number {
    pub integer: u64,
    pub float: f64,
}

fn main() {}
