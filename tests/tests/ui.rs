//! What the macros refuse, and the words in which they do: one mistake a file in `ui`.
//!
//! The compiler's own part of a message differs between its versions; the expected ones are those of
//! the stable compiler that the repository is developed with. `TRYBUILD=overwrite` writes them anew.

#[test]
fn each_mistake_is_refused_with_what_to_write_instead() {
    let tests = trybuild::TestCases::new();
    tests.compile_fail("ui/*.rs");
}
