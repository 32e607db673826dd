//! The data of a button.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| visitbot_fuzz::promises::callback(bytes));
