//! Compares short texts, as names are, without a call: that would take as long as the rest of a lookup.

/// Whether both are the same bytes.
#[inline]
pub(super) fn is_equal(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    match a.len() {
        0 => true,
        1..4 => ends::<1>(a, b) && a[a.len() / 2] == b[b.len() / 2],
        4..8 => ends::<4>(a, b),
        8..=16 => ends::<8>(a, b),
        _ => a == b,
    }
}

/// Whether the first `N` bytes and the last `N` are the same.
#[inline]
fn ends<const N: usize>(a: &[u8], b: &[u8]) -> bool {
    a.first_chunk::<N>() == b.first_chunk() && a.last_chunk::<N>() == b.last_chunk()
}

#[cfg(test)]
mod tests {
    use super::is_equal;

    #[test]
    fn texts_that_differ_in_a_byte_anywhere_or_in_length_are_not_equal() {
        for len in 0..40 {
            let text: Vec<u8> = (0..len).collect();
            assert!(is_equal(&text, &text.clone()));
            assert!(!is_equal(&text, &[&text[..], b"x"].concat()));
            for changed in 0..text.len() {
                let mut other = text.clone();
                other[changed] ^= 0x80;
                assert!(!is_equal(&text, &other), "byte {changed} of {len}");
            }
        }
    }
}
