//! What a missed question may be another way to ask for, and whether a reply leaves a question missed at all.

use crate::knowledge::Knowledge;
use crate::matching::find::find;
use crate::matching::index::Place;
use crate::reply::{Choice, How, Reply, Verdict};
use crate::text::fold::fold;

/// Entries that are suggested.
pub const SUGGESTED: usize = 3;

/// The entries that come nearest to a question, best first, those last that a slot of the question contradicts.
pub fn suggestions(knowledge: &Knowledge, text: &str) -> Vec<Choice> {
    let mut candidates = find(knowledge, &knowledge.reader.read_folded(&fold(text).text)).candidates;
    candidates.sort_by(|(a, veto_a), (b, veto_b)| {
        veto_a.is_some().cmp(&veto_b.is_some()).then(b.probability.total_cmp(&a.probability))
    });
    let entry = |target: u32| match knowledge.index.targets[target as usize].place {
        Place::Entry(at) => knowledge.pack.entries.get(at),
        _ => None,
    };
    let entries = candidates.iter().filter_map(|(candidate, _)| entry(candidate.target));
    entries.take(SUGGESTED).map(|e| Choice { entry: e.id.clone(), question: e.question.clone() }).collect()
}

/// Whether a reply to a question leaves it missed: it was declined, and neither as small talk, nor by what the pack says
/// is not told, nor by figures that it has for other periods only.
pub fn is_miss(reply: &Reply) -> bool {
    reply.verdict == Verdict::Decline && reply.decided.how == How::Likeness
}
