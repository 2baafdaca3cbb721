plugin_core::plugin!();

#[plugin_core::export]
pub fn push(values: &mut Vec<u32>) {
    values.push(1);
}

fn main() {}
