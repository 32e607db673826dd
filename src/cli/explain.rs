//! `explain`: how a question was understood, and why it got its answer.

use std::io::Write;

use super::failure::Failure;
use super::pack;
use super::settings::Settings;

/// Explains the answer to `question`.
///
/// # Errors
/// If the pack has faults or the output cannot be written.
pub fn run(settings: &Settings, _question: &str, _out: &mut impl Write) -> Result<(), Failure> {
    pack::knowledge(settings.knowledge.as_deref())?;
    Err(Failure::NotYet("explain".to_owned()))
}
