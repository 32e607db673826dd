//! Reading a question: folding, script, numbers and periods, segmentation, sound. Pure: no IO, no clock, cannot fail.

pub mod script;
