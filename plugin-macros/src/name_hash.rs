//! The hash of an export's name, which is part of its row.
//!
//! Said again here, beside `plugin_core::abi::name_hash`, which explains it: for each export, the compiler's
//! interpreter would take longer for it than for all the rest of a row.

/// Hash of a name.
pub(crate) fn name_hash(name: &str) -> u64 {
    let mut rest = name.as_bytes();
    let mut hash = rest.len() as u64;
    while let Some((word, further)) = rest.split_first_chunk() {
        hash = mix(hash, u64::from_le_bytes(*word));
        rest = further;
    }
    if let (Some(first), Some(last)) = (rest.first_chunk(), rest.last_chunk()) {
        let [first, last] = [first, last].map(|half| u64::from(u32::from_le_bytes(*half)));
        hash = mix(hash, first | last << 32);
    } else if let [first, ..] = rest {
        let bytes = [*first, rest[rest.len() / 2], rest[rest.len() - 1]].map(u64::from);
        hash = mix(hash, bytes[0] | bytes[1] << 8 | bytes[2] << 16);
    }
    hash ^ hash >> 32
}

fn mix(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::name_hash;

    #[test]
    fn the_hash_is_that_of_the_abi() {
        // As in `plugin-core/src/abi/symbol.rs`.
        for (name, hash) in [
            ("", 0x0000_0000_0000_0000),
            ("V", 0x74c7_2f49_15d5_10e7),
            ("ab", 0x3ac2_6e27_56e6_6692),
            ("add", 0xd639_a88b_d9cf_189e),
            ("greet", 0x7124_5f92_2a54_91c1),
            ("transform", 0x9003_cc00_c031_9558),
            ("a name of 21 letters!", 0x2160_d7cc_3def_7710),
        ] {
            assert_eq!(name_hash(name), hash, "{name}");
        }
    }
}
