//! The notes of a file, whatever bytes they are.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| plugin_host::fuzzing::manifest(bytes));
