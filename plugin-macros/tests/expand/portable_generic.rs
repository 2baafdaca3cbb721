#[repr(transparent)]
pub struct Buffer<T: Copy, const N: usize> {
    cells: [T; N],
}
