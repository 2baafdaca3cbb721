pub extern "C" fn add(a: u64, b: &u64) {}
