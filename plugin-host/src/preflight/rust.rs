//! Whether a library was compiled by rustc: then a line in its source makes it a plugin, and the
//! error says so.

use object::read::ReadRef as _;

use super::source::Source;

/// How much of a file is searched.
const SEARCHED: u64 = 16 << 20;
/// How much is read at a time.
const PART: usize = 1 << 16;
/// By how much parts overlap, so that a mark is whole in one of them.
const OVERLAP: u64 = 16;
/// What every library with Rust's standard library in it holds, stripped or not.
const MARKS: [&[u8]; 2] = [b"RUST_BACKTRACE", b"/rustc/"];

/// Searches the file for what only Rust leaves.
pub(super) fn is_compiled_by_rustc(source: &Source<'_>) -> bool {
    let len = source.len().unwrap_or(0).min(SEARCHED);
    (0..len).step_by(PART).any(|start| {
        let size = (PART as u64 + OVERLAP).min(len - start);
        let part = source.read_bytes_at(start, size).unwrap_or_default();
        MARKS.iter().any(|mark| part.windows(mark.len()).any(|window| window == *mark))
    })
}
