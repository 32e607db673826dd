//! What is replied to what was found: an answer with what belongs to it, what is near, or an honest no.

use crate::dialogue::{compose, numbers, premise};
use crate::event::Language;
use crate::knowledge::Knowledge;
use crate::knowledge::pack::Entry;
use crate::matching::asked::Asked;
use crate::matching::find::{ANSWER, Finding, Verdict as Found};
use crate::matching::index::{Place, TargetId};
use crate::matching::score::Candidate;
use crate::matching::veto::Veto;
use crate::reply::{Reply, Verdict};
use crate::text::language::Kind;

/// Belief from which an entry is told as the nearest one.
const NEAR: f32 = 0.2;

fn entry_at(knowledge: &Knowledge, target: TargetId) -> Option<&Entry> {
    match knowledge.index.targets[target as usize].place {
        Place::Entry(at) => knowledge.pack.entries.get(at),
        _ => None,
    }
}

/// Below the threshold: the nearest answer, if any is near, told as such; else what the bot knows at all.
fn no_answer(knowledge: &Knowledge, language: Language, finding: &Finding) -> (Reply, Option<String>, f32) {
    let open = |(candidate, veto): &(Candidate, Option<Veto>)| match veto {
        None => Some(candidate.clone()),
        Some(_) => None,
    };
    let near: Vec<&Entry> = finding
        .candidates
        .iter()
        .filter_map(open)
        .filter(|c| c.probability >= NEAR)
        .filter_map(|c| entry_at(knowledge, c.target))
        .collect();
    match near.split_first() {
        Some((first, others)) => {
            let reply = compose::unsure(knowledge, language, first, others.iter().copied());
            (reply, Some(first.id.clone()), 0.0)
        }
        None => (compose::lost(knowledge, language), None, 0.0),
    }
}

/// The answer of an entry, with what belongs to it and what must be put right.
fn answer(knowledge: &Knowledge, about: &Asked<'_>, entry: &Entry, candidate: &Candidate, kin: &[Candidate]) -> Reply {
    let told = || compose::entry(knowledge, entry, candidate.probability);
    let mut reply = numbers::times(knowledge, about.question, entry).unwrap_or_else(told);
    let tells_who = knowledge.index.targets[candidate.target as usize].kinds.has(Kind::Who);
    if about.said.by_whom && !tells_who {
        reply = compose::with_speaker(knowledge, reply, entry);
    }
    let kin = kin.iter().filter_map(|c| entry_at(knowledge, c.target));
    kin.for_each(|entry| compose::also(knowledge, &mut reply, entry));
    if let Some(premise) = premise::premise(knowledge, about, entry) {
        if !about.said.sayers.is_empty() && !tells_who {
            reply = compose::with_speaker(knowledge, reply, entry);
        }
        reply = compose::with_premise(knowledge, reply, &premise);
    }
    premise::with_opposite(knowledge, about.question, reply)
}

/// The reply to a finding, the entry that it is about, and how sure it is.
pub fn reply_to(
    knowledge: &Knowledge,
    language: Language,
    about: &Asked<'_>,
    finding: &Finding,
) -> (Reply, Option<String>, f32) {
    let place = |target: TargetId| knowledge.index.targets[target as usize].place;
    match &finding.verdict {
        Found::Answer(candidate, kin) => match place(candidate.target) {
            Place::Entry(at) => {
                let entry = &knowledge.pack.entries[at];
                (answer(knowledge, about, entry, candidate, kin), Some(entry.id.clone()), candidate.probability)
            }
            Place::Gap(at) => {
                let gap = &knowledge.pack.gaps[at];
                let near = gap.near.first().cloned();
                (compose::gap(knowledge, gap, candidate.probability), near, candidate.probability)
            }
            Place::Smalltalk(at) => {
                let reply = Reply::line(Verdict::Decline, knowledge.pack.smalltalk[at].reply.as_str());
                (reply, None, candidate.probability)
            }
        },
        Found::Clarify(several) => {
            let entries = several.iter().filter_map(|c| entry_at(knowledge, c.target));
            (compose::clarify(knowledge, language, entries, finding.belief()), None, finding.belief() * ANSWER)
        }
        Found::Nothing(out) => match out.as_ref().map(|(c, veto)| (place(c.target), veto, c.probability)) {
            Some((Place::Entry(at), veto, belief)) => {
                let near = &knowledge.pack.entries[at];
                (compose::vetoed(knowledge, language, near, veto), Some(near.id.clone()), belief * ANSWER)
            }
            _ => no_answer(knowledge, language, finding),
        },
    }
}
