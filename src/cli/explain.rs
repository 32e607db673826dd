//! `explain`: how a question was understood, and why it got its answer.

use std::io::Write;

use super::failure::Failure;
use super::pack;
use super::settings::Settings;
use crate::explain;

/// Explains the answer to `question`.
///
/// # Errors
/// If the pack has faults or the output cannot be written.
pub fn run(settings: &Settings, question: &str, out: &mut impl Write) -> Result<(), Failure> {
    let knowledge = pack::knowledge(settings.knowledge.as_deref())?;
    Ok(write!(out, "{}", explain::explain(&knowledge, question))?)
}
