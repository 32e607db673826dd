//! Finding the answer: candidates from an inverted index, scored by named features, vetoed by slots, told apart by
//! thresholds. Pure; the same question always finds the same.

pub mod asked;
pub mod features;
pub mod find;
pub mod index;
pub mod profile;
pub mod score;
pub mod search;
pub mod veto;
