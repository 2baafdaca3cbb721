plugin_core::plugin!();

#[plugin_core::export]
pub fn sum<T, const N: usize>(values: [T; N]) -> T {
    unimplemented!()
}

fn main() {}
