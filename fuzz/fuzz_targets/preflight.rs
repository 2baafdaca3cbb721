//! A whole file, whatever bytes it has.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| plugin_host::fuzzing::preflight(bytes));
