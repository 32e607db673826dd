//! Several questions in one message: each is answered as if it was asked next, and what one of them is not told is said.

use super::follow;
use super::lean::{adds, names_no_topic, with_names};
use super::parts::{halves, of_one};
use super::session::Session;
use super::understand::{AskedFor, Link, PLAIN, Understood, lost, one};
use crate::knowledge::Knowledge;
use crate::matching::find::ANSWER;
use crate::reply::Verdict;
use crate::text::language::Kind;
use crate::text::question::{Question, Sense};

/// Words and numbers that a clause must say for its being left unanswered to be told.
const SAYS: usize = 2;

/// Belief in a no to the whole from which it is not taken apart.
const DENIED: f32 = 0.9;

/// A question that stands alone in its message: as a whole, or by its halves if it is two short ones and one of them
/// would go unanswered.
pub fn whole_or_halves(knowledge: &Knowledge, session: &Session, asked: &AskedFor) -> Understood {
    let whole = one(knowledge, session, asked);
    let Some((clauses, told)) = apart(knowledge, session, asked, &whole) else { return whole };
    joined(knowledge, &clauses, &told).unwrap_or(whole)
}

/// The short questions that a message with nothing before it is answered by; empty if it is answered as a whole.
pub fn taken_apart(knowledge: &Knowledge, asked: &AskedFor) -> Vec<String> {
    let session = Session::default();
    let whole = one(knowledge, &session, asked);
    let halves = apart(knowledge, &session, asked, &whole).map(|(clauses, _)| clauses).unwrap_or_default();
    halves.into_iter().map(|half| half.own.text).collect()
}

/// The halves of a question and what is replied to each, unless what is replied to the whole stands.
fn apart(
    knowledge: &Knowledge,
    session: &Session,
    asked: &AskedFor,
    whole: &Understood,
) -> Option<(Vec<AskedFor>, Vec<Understood>)> {
    if !asked.around.is_empty() {
        return None;
    }
    let clauses = halves(&asked.own.text);
    let pair = if clauses.is_empty() { of_one(&asked.own.text) } else { Vec::new() };
    if !pair.is_empty() {
        return paired(knowledge, session, &pair, whole);
    }
    let clauses: Vec<AskedFor> = clauses
        .iter()
        .map(|clause| knowledge.reader.read_clean(clause))
        .filter(says_something)
        .enumerate()
        .map(|(at, own)| AskedFor { link: if at > 0 { Link::Next } else { asked.link }, ..AskedFor::alone(own) })
        .collect();
    let told_at_once = || whole.by_figures && is_answer(whole) && names_several(knowledge, &asked.own);
    if clauses.len() < 2 || told_at_once() || knowledge.exactly(&asked.own.text).is_some() {
        return None;
    }
    let told = in_turn(knowledge, session, &clauses);
    (!stands(knowledge, whole, &clauses, &told)).then_some((clauses, told))
}

/// Two things asked of one and what is replied to each, if both are sure and the whole was taken for one of them.
fn paired(
    knowledge: &Knowledge,
    session: &Session,
    pair: &[String],
    whole: &Understood,
) -> Option<(Vec<AskedFor>, Vec<Understood>)> {
    let clauses: Vec<AskedFor> = pair.iter().map(|one| AskedFor::alone(knowledge.reader.read_clean(one))).collect();
    let told: Vec<Understood> = clauses.iter().map(|clause| one(knowledge, session, clause)).collect();
    let entry = |understood: &Understood| understood.reply.entry.clone().filter(|_| is_answer(understood));
    let known = |half: &Understood| is_sure(half) || (!is_answer(half) && half.belief >= PLAIN);
    let differ = told.first().map(entry) != told.last().map(entry);
    let covered = !is_answer(whole) || told.iter().any(|half| entry(half) == entry(whole));
    (told.iter().all(known) && differ && covered).then_some((clauses, told))
}

/// Whether what is replied to the whole stands against what is replied to its halves.
fn stands(knowledge: &Knowledge, whole: &Understood, clauses: &[AskedFor], told: &[Understood]) -> bool {
    if told.iter().all(is_answer) {
        return false;
    }
    // What follows a question that is not answered may be no question of its own.
    let Some(first) = told.first().filter(|half| is_sure(half)) else { return true };
    // What one half is denied says nothing against the other.
    let one_half = told.iter().any(|half| half.reply.lead == whole.reply.lead);
    let denied = if whole.reply.verdict == Verdict::Decline && !one_half { whole.belief } else { 0.0 };
    let strange = clauses[0].own.tokens.iter().any(|token| is_strange(knowledge, token.sense));
    denied >= DENIED || (!is_answer(whole) && strange && !first.by_figures)
}

/// Whether no line and no term of the pack has a word.
fn is_strange(knowledge: &Knowledge, sense: Sense) -> bool {
    match sense {
        Sense::Word(id) => knowledge.index.word(id).is_none() && knowledge.reader.lexicon.term(id).is_none(),
        sense => sense == Sense::Unknown,
    }
}

/// The questions of a longer message; `None` if none of them is answered.
pub fn one_by_one(knowledge: &Knowledge, session: &Session, asked: &[AskedFor]) -> Option<Understood> {
    let told = in_turn(knowledge, session, asked);
    joined(knowledge, asked, &told)
}

fn is_answer(understood: &Understood) -> bool {
    understood.reply.verdict == Verdict::Answer
}

fn is_sure(understood: &Understood) -> bool {
    is_answer(understood) && understood.belief >= PLAIN
}

/// Whether a clause is a question of its own and not only "isn't it?".
fn says_something(question: &Question) -> bool {
    question.content() > 0 || question.kinds.iter().any(|kind| !matches!(kind, Kind::Polar | Kind::Choice))
}

/// Whether a question names several figures by itself.
fn names_several(knowledge: &Knowledge, question: &Question) -> bool {
    knowledge.figures.named(question).len() > 1 || question.periods().count() > 1
}

/// Each question with what is told around it, or, if that does not answer it, as a follow-up of the one before.
fn in_turn(knowledge: &Knowledge, session: &Session, asked: &[AskedFor]) -> Vec<Understood> {
    let mut next = session.clone();
    let mut told: Vec<Understood> = Vec::with_capacity(asked.len());
    for asked_for in asked {
        let from = if asked_for.around.is_empty() { &next } else { session };
        let goes_on = told.last().is_some_and(is_answer);
        // "And who are they all?" asks of what was asked before: if that is not told, this is not.
        let denied = told.last().is_some_and(|before| !is_answer(before) && before.belief >= ANSWER);
        let asks_on = asked_for.own.content() == 0 || (denied && names_no_topic(knowledge, &asked_for.own));
        if !told.is_empty() && !goes_on && asks_on {
            told.push(lost(knowledge, session));
            continue;
        }
        let named = named_anew(knowledge, &next, asked_for).filter(|_| goes_on);
        let asked_for = named.as_ref().unwrap_or(asked_for);
        let bare = || followed(knowledge, &next, asked_for).filter(|_| goes_on);
        let mut understood = bare().unwrap_or_else(|| one(knowledge, from, asked_for));
        let unfinished = goes_on && (names_no_topic(knowledge, &asked_for.own) || adds(&asked_for.own));
        if goes_on && !asked_for.around.is_empty() && (unfinished || !is_sure(&understood)) {
            let following = AskedFor { link: Link::Next, ..AskedFor::alone(asked_for.own.clone()) };
            let following = one(knowledge, &next, &following);
            let fits = if unfinished { is_sure(&following) } else { following.belief > understood.belief };
            if is_answer(&following) && fits {
                understood = following;
            }
        }
        if let Some(focus) = &understood.focus {
            next.turn_to(focus.clone());
        }
        told.push(understood);
    }
    told
}

/// The question read again if it speaks of somebody who was named in the one before.
fn named_anew(knowledge: &Knowledge, next: &Session, asked: &AskedFor) -> Option<AskedFor> {
    asked.own.tokens.iter().any(|token| token.sense == Sense::Pronoun).then(|| {
        let own = knowledge.reader.read_clean(&with_names(knowledge, next, &asked.own.text));
        AskedFor { own, around: asked.around.clone(), link: asked.link }
    })
}

/// A bare follow-up (why, who said so) to the question before it.
fn followed(knowledge: &Knowledge, next: &Session, asked: &AskedFor) -> Option<Understood> {
    let turn = follow::bare(knowledge, next, &asked.own.text)?;
    let belief = turn.reply.confidence;
    let (reply, focus) = (turn.reply, turn.session.focus);
    Some(Understood { reply, focus, asks: true, says: 0, belief, by_figures: false, guess: false })
}

/// All answers in one reply, and what is not told of the rest; `None` without an answer.
fn joined(knowledge: &Knowledge, asked: &[AskedFor], told: &[Understood]) -> Option<Understood> {
    let first = told.iter().position(is_answer)?;
    // A guess beside what is surely not told was hardly asked.
    let firm = told.iter().find(|other| !is_answer(other) && other.belief >= DENIED);
    if let Some(denied) = firm.filter(|_| !told.iter().any(is_sure)) {
        return Some(denied.clone());
    }
    let mut joined = told[first].clone();
    joined.guess = told.iter().filter(|other| is_answer(other)).all(|other| other.guess);
    let mut entries = vec![joined.reply.entry.clone()];
    for (at, (asked_for, other)) in asked.iter().zip(told).enumerate().filter(|(at, _)| *at != first) {
        if !is_answer(other) {
            joined.reply.body.extend(untold(knowledge, asked_for, other));
            continue;
        }
        // What is worked out from an answer names the same entry and says something else.
        let worked_out = other.by_figures && other.reply.lead != joined.reply.lead;
        if other.reply.entry.is_some() && entries.contains(&other.reply.entry) && !worked_out {
            continue;
        }
        entries.push(other.reply.entry.clone());
        // What was told beside one answer is not told again as another.
        joined.reply.body.retain(|line| !line.contains(&other.reply.lead));
        let told = joined.reply.lead.clone();
        joined.reply.body.push(other.reply.lead.clone());
        joined.reply.body.extend(other.reply.body.iter().filter(|line| !line.contains(&told)).cloned());
        let new = other.reply.sources.iter().filter(|source| !joined.reply.sources.contains(source)).cloned();
        let new: Vec<_> = new.collect();
        joined.reply.sources.extend(new);
        joined.reply.confidence = joined.reply.confidence.min(other.reply.confidence);
        if at > first {
            joined.focus.clone_from(&other.focus);
        }
    }
    Some(joined)
}

/// What is said of a question that is not answered beside one that is: the grounded no, or that it was not understood.
fn untold(knowledge: &Knowledge, asked: &AskedFor, understood: &Understood) -> Option<String> {
    let reply = &understood.reply;
    if reply.verdict == Verdict::Decline && understood.belief >= ANSWER {
        return Some(reply.lead.clone());
    }
    let clause = asked.own.text.trim_end_matches(|c: char| !crate::text::is_letter(c));
    (asked.own.content() >= SAYS).then(|| knowledge.say("half-untold").replace("{question}", clause))
}
