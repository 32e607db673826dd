//! A second pack, on a city library: the engine, its weights and thresholds serve it as they are.

use std::path::Path;

use visitbot::knowledge::{Knowledge, source};
use visitbot::selftest;

use crate::support::labelled::Score;

/// Percent of the pack's questions that are answered right at least, and wrong at most.
const RIGHT: f32 = 95.0;
const WRONG: f32 = 1.0;

#[test]
fn another_pack_is_served_without_a_change_of_the_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/library");
    let files = source::from_dir(&folder).unwrap();
    let knowledge = Knowledge::load(&files).unwrap_or_else(|faults| panic!("{faults}"));
    let missed = selftest::run(&knowledge);
    assert!(missed.is_empty(), "{missed:#?}");
    Score::of(&knowledge, &source::questions_from_dir(&folder).unwrap()).reaches(RIGHT, WRONG);
}
