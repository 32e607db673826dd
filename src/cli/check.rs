//! `check`: every fault of the pack, or one paragraph that says what is in it.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use super::args::Check;
use super::failure::{Failure, counted};
use super::pack;
use super::settings::Settings;
use crate::knowledge::Pack;
use crate::knowledge::article::{self, Coverage, Finding};
use crate::knowledge::fault::{Fault, Faults};
use crate::knowledge::load::SourceFile;
use crate::selftest;

/// Checks the pack, against the article too if that is `wanted`.
///
/// # Errors
/// If there is a fault, or a file cannot be read.
pub fn run(settings: &Settings, wanted: &Check, out: &mut impl Write) -> Result<(), Failure> {
    let knowledge = pack::knowledge(settings.knowledge.as_deref())?;
    let files: Vec<Arc<SourceFile>> = pack::files(settings.knowledge.as_deref())?.into_iter().map(Arc::new).collect();
    let missed: Vec<Fault> = selftest::run(&knowledge).iter().filter_map(|miss| miss.fault(&files)).collect();
    if !missed.is_empty() {
        return Err(Failure::Faults(Faults(missed)));
    }
    let coverage = wanted.article.as_deref().map(|path| compare(&knowledge.pack, path)).transpose()?;
    let lacking: Vec<String> = coverage.iter().flat_map(|c| &c.findings).map(Finding::to_string).collect();
    if !lacking.is_empty() {
        return Err(Failure::Lacking(lacking));
    }
    writeln!(out, "{}", summary(&knowledge.pack))?;
    coverage.map_or(Ok(()), |coverage| Ok(writeln!(out, "Against the article: {coverage}.")?))
}

/// What the pack lacks of the article in `path`.
fn compare(pack: &Pack, path: &Path) -> Result<Coverage, Failure> {
    let text = std::fs::read_to_string(path).map_err(Failure::unreadable(path))?;
    Ok(article::check(pack, &text))
}

/// What is in the pack, in one paragraph.
fn summary(pack: &Pack) -> String {
    let ways = pack.entries.iter().map(|e| 1 + e.ask.len()).chain(pack.gaps.iter().map(|g| 1 + g.ask.len())).sum();
    let tests = pack.entries.iter().map(|e| e.must_match.len() + e.must_not_match.len()).sum();
    let aliases = pack.terms.iter().map(|term| term.aliases.len()).sum();
    let (covered, all) = coverage(pack);
    [
        format!("No fault: {}, version {}.", pack.meta.title, pack.meta.version),
        counted(pack.entries.len(), "entry", "entries"),
        format!("and {}", counted(pack.gaps.len(), "gap", "gaps")),
        format!("in {},", counted(pack.topics.len(), "topic", "topics")),
        format!("with {}", counted(ways, "way to ask", "ways to ask")),
        format!("and {};", counted(tests, "test of its own", "tests of its own")),
        format!("{} of", counted(pack.figures.len(), "figure", "figures")),
        format!("{};", counted(pack.measures.len(), "measure", "measures")),
        format!("{} with", counted(pack.terms.len(), "term", "terms")),
        format!("{}.", counted(aliases, "alias", "aliases")),
        format!("{covered} of {all} paragraphs are behind an entry, {} without a statement.", pack.idle.len()),
    ]
    .join(" ")
}

/// How many paragraphs of the article are behind an entry, and how many there are.
fn coverage(pack: &Pack) -> (usize, usize) {
    let all: BTreeSet<u16> = pack.sections.iter().flat_map(|section| section.first..=section.last).collect();
    let behind: BTreeSet<u16> = pack.entries.iter().flat_map(|entry| entry.paragraphs.iter().copied()).collect();
    (all.intersection(&behind).count(), all.len())
}
