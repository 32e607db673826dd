//! `check`: every fault of the pack, or one paragraph that says what is in it.

use std::collections::BTreeSet;
use std::io::Write;

use super::args::Check;
use super::failure::Failure;
use super::pack;
use super::settings::Settings;
use crate::knowledge::Pack;

/// Checks the pack, against the article too if that is `wanted`.
///
/// # Errors
/// If there is a fault, or a file cannot be read.
pub fn run(settings: &Settings, wanted: &Check, out: &mut impl Write) -> Result<(), Failure> {
    let knowledge = pack::knowledge(settings.knowledge.as_deref())?;
    if wanted.article.is_some() {
        return Err(Failure::NotYet("--article".to_owned()));
    }
    Ok(writeln!(out, "{}", summary(&knowledge.pack))?)
}

/// What is in the pack, in one paragraph.
fn summary(pack: &Pack) -> String {
    let ways = pack.entries.iter().map(|e| 1 + e.ask.len()).chain(pack.gaps.iter().map(|g| 1 + g.ask.len()));
    let tests = pack.entries.iter().map(|e| e.must_match.len() + e.must_not_match.len());
    let aliases = pack.terms.iter().map(|term| term.aliases.len());
    let (covered, all) = coverage(pack);
    [
        format!("No fault: {}, version {}.", pack.meta.title, pack.meta.version),
        format!("{} entries and {} gaps in {} topics,", pack.entries.len(), pack.gaps.len(), pack.topics.len()),
        format!("with {} ways to ask and {} tests of their own;", ways.sum::<usize>(), tests.sum::<usize>()),
        format!("{} figures of {} measures;", pack.figures.len(), pack.measures.len()),
        format!("{} terms with {} aliases.", pack.terms.len(), aliases.sum::<usize>()),
        format!("{covered} of {all} paragraphs are behind an entry, {} state nothing.", pack.idle.len()),
    ]
    .join(" ")
}

/// How many paragraphs of the article are behind an entry, and how many there are.
fn coverage(pack: &Pack) -> (usize, usize) {
    let all: BTreeSet<u16> = pack.sections.iter().flat_map(|section| section.first..=section.last).collect();
    let behind: BTreeSet<u16> = pack.entries.iter().flat_map(|entry| entry.paragraphs.iter().copied()).collect();
    (all.intersection(&behind).count(), all.len())
}
