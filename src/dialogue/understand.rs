//! From a text and a session to a reply: each question of the text alone, or leaning on the one before.

use super::compose;
use super::lean::{FEW, corrected, joined, kept_of, nearness, reads_like_half, with_names, with_period};
use super::numbers;
use super::parts::{Part, parts};
use super::premise;
use super::session::{Focus, Session};
use crate::knowledge::Knowledge;
use crate::knowledge::pack::{Entry, TermKind};
use crate::matching::find::{ANSWER, Finding, Verdict as Found, asked, find_asked};
use crate::matching::index::{Place, TargetId};
use crate::matching::profile::Profile;
use crate::matching::score::Candidate;
use crate::matching::veto::Veto;
use crate::reply::{Reply, Verdict};
use crate::text::fold::fold;
use crate::text::language::Kind;
use crate::text::question::Question;

/// Weight of what was told around a question.
const AROUND: f32 = 0.3;
/// Weight of the question before, on which a new one leans.
const BEFORE: f32 = 0.5;
/// Belief from which an entry is told as the nearest one.
const NEAR: f32 = 0.2;
/// Belief from which a question that reads whole is taken alone.
const PLAIN: f32 = 0.7;
/// By how much a question must be clearer alone than leaning, to be taken alone.
const CLEARER: f32 = 0.3;
/// Characters of a question that are kept for the next one to lean on.
const KEPT: usize = 80;

/// A text, understood.
#[derive(Debug, Clone)]
pub struct Understood {
    /// What to reply.
    pub reply: Reply,
    /// What the dialogue is about now, if that changed.
    pub focus: Option<Focus>,
    /// Whether the text had the form of a question.
    pub asks: bool,
    /// How many things it says: known words, periods and numbers, and that it asks for a number.
    pub says: usize,
    /// How sure it is that the reply fits, 0 to 1; a grounded no counts as sure.
    belief: f32,
}

/// Understands a text as typed.
pub fn understand(knowledge: &Knowledge, session: &Session, typed: &str) -> Understood {
    let folded = fold(typed).text;
    let parts = parts(&folded);
    let mut found: Vec<Understood> = parts.iter().map(|part| one(knowledge, session, part)).collect();
    if found.len() > 1 {
        let answered: Vec<&Understood> = found.iter().filter(|u| u.reply.verdict == Verdict::Answer).collect();
        if let Some(both) = together(&answered) {
            return both;
        }
        if answered.is_empty() {
            let whole = Part { question: folded, around: String::new() };
            found.push(one(knowledge, session, &whole));
        }
    }
    let rank = |u: &Understood| (u.reply.verdict == Verdict::Answer, u.belief);
    let best = found.into_iter().reduce(|a, b| if rank(&b) > rank(&a) { b } else { a });
    best.unwrap_or_else(|| Understood {
        reply: compose::lost(knowledge),
        focus: None,
        asks: false,
        says: 0,
        belief: 0.0,
    })
}

/// Two or more answers in one reply, if they are different ones.
fn together(answered: &[&Understood]) -> Option<Understood> {
    let mut all: Vec<&Understood> = Vec::new();
    for understood in answered {
        if all.iter().all(|held| held.reply.entry != understood.reply.entry || understood.reply.entry.is_none()) {
            all.push(understood);
        }
    }
    let (first, others) = all.split_first()?;
    let mut joined = (*first).clone();
    for other in others {
        joined.reply.body.push(other.reply.lead.clone());
        joined.reply.body.extend(other.reply.body.iter().cloned());
        joined.reply.sources.extend(other.reply.sources.iter().filter(|s| !first.reply.sources.contains(s)).cloned());
        joined.reply.confidence = joined.reply.confidence.min(other.reply.confidence);
        joined.focus.clone_from(&other.focus);
    }
    Some(joined)
}

/// One question: alone, or leaning on the one before if it reads like half of one or finds more that way.
fn one(knowledge: &Knowledge, session: &Session, part: &Part) -> Understood {
    let corrected = session.focus.as_ref().and_then(|_| corrected(&part.question));
    let asked_for = corrected.unwrap_or(&part.question);
    let question = knowledge.reader.read(&with_names(knowledge, session, asked_for));
    let alone = resolve(knowledge, &question, &part.around, AROUND, &|_| 0.0);
    let Some(focus) = &session.focus else { return alone };
    let half = corrected.is_some() || reads_like_half(&question);
    let says_nothing =
        question.kinds.is_empty() && question.words().next().is_none() && question.periods().next().is_none();
    if (!half && (alone.belief >= PLAIN || question.content() > 2 * FEW)) || says_nothing {
        return alone;
    }
    let kept = kept_of(knowledge, &knowledge.reader.read_clean(&focus.question), &question);
    let leaning = resolve(knowledge, &question, &kept, BEFORE, &|target| nearness(knowledge, focus, target));
    let clearer = if half { CLEARER } else { 0.0 };
    if alone.belief > leaning.belief + clearer { alone } else { leaning }
}

/// Resolves a question with what it leans on, which weighs `weight`.
fn resolve(
    knowledge: &Knowledge,
    question: &Question,
    leant_on: &str,
    weight: f32,
    context: &dyn Fn(TargetId) -> f32,
) -> Understood {
    let own = question;
    let (question, emphasis) = joined(knowledge, question, leant_on, weight);
    let profile = Profile::new(&question, &emphasis, &knowledge.reader.lexicon, &knowledge.index, &knowledge.parties);
    let about = asked(knowledge, &question, &profile, &emphasis);
    let asks = question.asks();
    let says = question.words().count()
        + question.periods().count()
        + question.numbers().count()
        + usize::from(question.kinds.has(Kind::HowMany));
    // What is told around a question names no figure for it, but a period.
    let by_slots = if knowledge.exactly(&question.text).is_some() {
        None
    } else if weight == AROUND && !emphasis.is_empty() {
        let own = with_period(own, &question);
        let profile = Profile::new(&own, &[], &knowledge.reader.lexicon, &knowledge.index, &knowledge.parties);
        numbers::reply(knowledge, &asked(knowledge, &own, &profile, &[]))
    } else {
        numbers::reply(knowledge, &about).or_else(|| numbers::named_by_value(knowledge, &about))
    };
    if let Some(reply) = by_slots {
        let focus = reply.entry.clone().map(|entry| focus_on(knowledge, &question, entry));
        return Understood { belief: reply.confidence, reply, focus, asks, says };
    }
    let finding = find_asked(knowledge, &about, context);
    let (reply, entry, belief) = reply_to(knowledge, &about, &finding);
    Understood { reply, focus: entry.map(|entry| focus_on(knowledge, &question, entry)), asks, says, belief }
}

/// Below the threshold: the nearest answer, if any is near, told as such; else what the bot knows at all.
fn no_answer(knowledge: &Knowledge, finding: &Finding) -> Reply {
    let open = |(candidate, veto): &(Candidate, Option<Veto>)| match veto {
        None => Some(candidate.clone()),
        Some(_) => None,
    };
    let near: Vec<&Entry> = finding
        .candidates
        .iter()
        .filter_map(open)
        .filter(|c| c.probability >= NEAR)
        .filter_map(|c| match knowledge.index.targets[c.target as usize].place {
            Place::Entry(at) => knowledge.pack.entries.get(at),
            _ => None,
        })
        .collect();
    match near.split_first() {
        Some((first, others)) => compose::unsure(knowledge, first, others.iter().copied()),
        None => compose::lost(knowledge),
    }
}

fn focus_on(knowledge: &Knowledge, question: &Question, entry: String) -> Focus {
    let lexicon = &knowledge.reader.lexicon;
    let person = |id: u32| lexicon.thing(id).filter(|term| term.kind == TermKind::Person).map(|term| term.id.clone());
    let named = question.words().filter_map(person).last();
    let speaker = || knowledge.entry(&entry).and_then(|e| e.speaker.clone());
    Focus {
        person: named.or_else(speaker),
        question: question.text.chars().take(KEPT).collect(),
        entry,
        told: Vec::new(),
    }
}

/// The reply to a finding, the entry that it is about, and how sure it is.
fn reply_to(
    knowledge: &Knowledge,
    about: &crate::matching::features::Asked<'_>,
    finding: &Finding,
) -> (Reply, Option<String>, f32) {
    let place = |target: TargetId| knowledge.index.targets[target as usize].place;
    match &finding.verdict {
        Found::Answer(candidate) => match place(candidate.target) {
            Place::Entry(at) => {
                let entry = &knowledge.pack.entries[at];
                let mut reply = compose::entry(knowledge, entry, candidate.probability);
                if let Some(premise) = premise::premise(knowledge, about, entry) {
                    reply = compose::with_premise(knowledge, reply, &premise);
                }
                let reply = premise::with_opposite(knowledge, about.question, reply);
                (reply, Some(entry.id.clone()), candidate.probability)
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
            let entries = several.iter().filter_map(|c| match place(c.target) {
                Place::Entry(at) => knowledge.pack.entries.get(at),
                _ => None,
            });
            (compose::clarify(knowledge, entries, finding.belief()), None, finding.belief() * ANSWER)
        }
        Found::Nothing(out) => match out.as_ref().map(|(c, veto)| (place(c.target), veto, c.probability)) {
            Some((Place::Entry(at), veto, belief)) => {
                (compose::vetoed(knowledge, &knowledge.pack.entries[at], veto), None, belief * ANSWER)
            }
            _ => (no_answer(knowledge, finding), None, 0.0),
        },
    }
}
