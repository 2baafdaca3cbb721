use plugin_core::Transfer;

#[derive(Transfer)]
pub union Number {
    pub integer: u64,
    pub float: f64,
}

fn main() {}
