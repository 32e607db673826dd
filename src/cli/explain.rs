//! `explain`: how a question was understood, and why it got its answer.

use std::io::Write;

use super::args::Explain;
use super::failure::Failure;
use super::pack;
use super::settings::Settings;
use crate::explain::{Detail, explain};

/// Explains the answer to the question.
///
/// # Errors
/// If the pack has faults or the output cannot be written.
pub fn run(settings: &Settings, wanted: &Explain, out: &mut impl Write) -> Result<(), Failure> {
    let knowledge = pack::knowledge(settings.knowledge.as_deref())?;
    let detail = if wanted.features { Detail::Features } else { Detail::Plain };
    Ok(write!(out, "{}", explain(&knowledge, &wanted.question.join(" "), detail))?)
}
