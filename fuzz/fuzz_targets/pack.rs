//! The text of a pack's file.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| visitbot_fuzz::promises::pack(bytes));
