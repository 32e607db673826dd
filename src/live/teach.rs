//! Whether a question may become one more way to ask: it has to win its target and to take nothing from others.

use std::time::SystemTime;

use rustc_hash::FxHashMap;

use super::change::Given;
use super::refusal::{Loss, Refusal, Whose};
use crate::dialogue::compose;
use crate::event::Language;
use crate::knowledge::Knowledge;
use crate::knowledge::pack::Learned;
use crate::matching::asked::Asked;
use crate::matching::index::{Place, RowId};
use crate::matching::profile::Profile;
use crate::matching::veto::{Veto, veto};
use crate::reply::{Reply, Verdict};
use crate::scoring;
use crate::scoring::judge::Outcome;
use crate::scoring::question::Set;
use crate::scoring::trial;
use crate::selftest::{self, Miss};
use crate::text::fold::fold;

/// Characters that a learned question has at most.
pub const LONGEST: usize = 200;

/// Belief from which what answers a question counts as right: of such answers hardly one in a hundred is wrong.
const SURE: f32 = 0.9;

/// Ways to ask that are asked again, those first that share most of the new one's words: a new line changes nothing for
/// a question that shares none, and asking all would take longer than an admin waits.
const NEIGHBOURS: usize = 1_000;

/// Whether the line can be taken at all.
///
/// # Errors
/// If it has no letters, is too long, leads nowhere, stands in the pack already, is answered surely by something else, or
/// names a period or thing that puts its entry out.
pub fn admit(knowledge: &Knowledge, line: &Learned, now: SystemTime) -> Result<(), Refusal> {
    let folded = fold(&line.ask).text;
    if !folded.chars().any(char::is_alphabetic) {
        return Err(Refusal::NoLetters);
    }
    let length = line.ask.chars().count();
    if length > LONGEST {
        return Err(Refusal::TooLong(length));
    }
    if knowledge.place_of(&line.entry).is_none() {
        let near = knowledge.nearest_id(&line.entry).map(str::to_owned);
        return Err(Refusal::NoTarget { id: line.entry.clone(), near });
    }
    match knowledge.exactly(&folded).and_then(|place| knowledge.id_at(place)) {
        Some(owner) => Err(Refusal::Known { owner: owner.to_owned() }),
        None => unclaimed(knowledge, line, now).and_then(|()| uncontradicted(knowledge, line)),
    }
}

/// Whether the line wins its target in `after`, where it is learned, and all else comes out as it did.
///
/// # Errors
/// If not: what it would get, or all that was found to be lost.
pub fn fits(
    before: &Knowledge,
    after: &Knowledge,
    line: &Learned,
    sets: &[Set],
    now: SystemTime,
) -> Result<(), Refusal> {
    let reply = scoring::alone(after, &line.ask, now);
    let place = after.place_of(&line.entry);
    if !place.is_some_and(|place| is_from(after, place, &reply)) {
        return Err(Refusal::NotWon { entry: line.entry.clone(), given: Given::of(&reply) });
    }
    let mut losses: Vec<Loss> = new_misses(before, after).into_iter().map(loss_of_test).collect();
    losses.extend(lost_items(before, after, sets, now));
    losses.extend(lost_ways(before, after, &line.ask, now));
    if losses.is_empty() { Ok(()) } else { Err(Refusal::Steals(losses)) }
}

/// Whether nothing else answers the question surely as it is.
fn unclaimed(knowledge: &Knowledge, line: &Learned, now: SystemTime) -> Result<(), Refusal> {
    let reply = scoring::alone(knowledge, &line.ask, now);
    let owner = reply.entry.clone().or_else(|| gap_of(knowledge, &reply)).filter(|owner| *owner != line.entry);
    match owner {
        Some(owner) if reply.confidence >= SURE => Err(Refusal::Answered { owner, belief: reply.confidence }),
        _ => Ok(()),
    }
}

fn gap_of(knowledge: &Knowledge, reply: &Reply) -> Option<String> {
    let at = (0..knowledge.pack.gaps.len()).find(|&at| is_from(knowledge, Place::Gap(at), reply))?;
    Some(knowledge.pack.gaps[at].id.clone())
}

/// Whether the question names nothing that puts the entry out: once a way to ask names it, the entry would answer
/// whatever else is asked about that year, too.
fn uncontradicted(knowledge: &Knowledge, line: &Learned) -> Result<(), Refusal> {
    let Some(entry) = knowledge.entry(&line.entry) else { return Ok(()) };
    let question = knowledge.reader.read_clean(&fold(&line.ask).text);
    let profile = Profile::new(&question, &[], &knowledge.reader.lexicon, &knowledge.index, &knowledge.parties);
    let about = Asked::new(knowledge, &question, &profile, &[]);
    let target = knowledge.target_of(&line.entry).map(|at| &knowledge.index.targets[at]);
    let veto = target.and_then(|target| veto(&about, target, &knowledge.reader.lexicon, knowledge.year));
    match veto {
        Some(veto @ (Veto::Period(_) | Veto::Thing(_))) => {
            let why = compose::vetoed(knowledge, Language::Chinese, entry, &veto).lead;
            Err(Refusal::Contradicted { entry: line.entry.clone(), why })
        }
        _ => Ok(()),
    }
}

/// Whether `after` passes each test that `before` passes.
///
/// # Errors
/// If not: the tests that it fails.
pub fn leaves_tests(before: &Knowledge, after: &Knowledge) -> Result<(), Refusal> {
    let missed = new_misses(before, after);
    if missed.is_empty() { Ok(()) } else { Err(Refusal::Tests(missed.iter().map(Miss::message).collect())) }
}

fn new_misses(before: &Knowledge, after: &Knowledge) -> Vec<Miss> {
    let mut missed = selftest::run(after);
    if !missed.is_empty() {
        let old = selftest::run(before);
        missed.retain(|miss| !old.iter().any(|o| (&o.entry, &o.question) == (&miss.entry, &miss.question)));
    }
    missed
}

fn loss_of_test(miss: Miss) -> Loss {
    let verdict = if miss.got.is_some() { Verdict::Answer } else { Verdict::Decline };
    Loss { question: miss.question, whose: Whose::Test(miss.entry), given: Given { verdict, entry: miss.got } }
}

fn lost_items(before: &Knowledge, after: &Knowledge, sets: &[Set], now: SystemTime) -> Vec<Loss> {
    let right = |trial: &trial::Trial<'_>| trial.judgement.outcome == Outcome::Right;
    let items = sets.iter().flat_map(|set| set.questions.iter().map(move |question| (set, question)));
    items
        .filter_map(|(set, question)| {
            let is = trial::run(after, question, now);
            (!right(&is) && right(&trial::run(before, question, now))).then(|| Loss {
                question: question.turns.last().cloned().unwrap_or_default(),
                whose: Whose::Item { set: set.short_name(), id: question.id.clone() },
                given: Given::of(&is.reply),
            })
        })
        .collect()
}

fn lost_ways(before: &Knowledge, after: &Knowledge, ask: &str, now: SystemTime) -> Vec<Loss> {
    let lost = |row: RowId| {
        let question = after.index.written.get(row as usize)?;
        let place = after.index.targets[after.index.rows[row as usize].target as usize].place;
        let reply = scoring::alone(after, question, now);
        let was = || scoring::alone(before, question, now);
        (!is_from(after, place, &reply) && is_from(before, place, &was())).then(|| Loss {
            question: question.clone(),
            whose: Whose::Way(after.id_at(place).unwrap_or_default().to_owned()),
            given: Given::of(&reply),
        })
    };
    neighbours(after, ask).into_iter().filter_map(lost).collect()
}

/// The ways to ask that share words with `ask`, those first that share most.
fn neighbours(knowledge: &Knowledge, ask: &str) -> Vec<RowId> {
    let mut shared: FxHashMap<RowId, f32> = FxHashMap::default();
    for word in knowledge.reader.read_clean(&fold(ask).text).words() {
        let Some(posting) = knowledge.index.word(word) else { continue };
        posting.rows.iter().for_each(|&row| *shared.entry(row).or_default() += posting.weight);
    }
    let mut rows: Vec<(RowId, f32)> = shared.into_iter().collect();
    rows.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    rows.into_iter().take(NEIGHBOURS).map(|(row, _)| row).collect()
}

/// Whether a reply is what stands at `place`.
fn is_from(knowledge: &Knowledge, place: Place, reply: &Reply) -> bool {
    match place {
        Place::Entry(_) => {
            reply.verdict == Verdict::Answer
                && reply.entry.is_some()
                && reply.entry.as_deref() == knowledge.id_at(place)
        }
        Place::Gap(at) => {
            let told = compose::gap(knowledge, &knowledge.pack.gaps[at], reply.confidence);
            reply.verdict == Verdict::Decline && (&reply.lead, &reply.body) == (&told.lead, &told.body)
        }
        Place::Smalltalk(at) => reply.lead == knowledge.pack.smalltalk[at].reply,
    }
}
