//! A doubt about the answer before: "are you sure, isn't it X?". A number or a name, held against what was told.

use super::premise::Premise;
use super::session::{Focus, Session};
use super::understand::{AskedFor, one};
use super::{Turn, compose, follow};
use crate::figures::same;
use crate::knowledge::Knowledge;
use crate::knowledge::pack::{Entry, TermKind};
use crate::matching::veto::stands_for;
use crate::reply::{Reply, Verdict};
use crate::text::language::{Kind, Language};
use crate::text::lexicon::WordId;
use crate::text::number::{Quantity, Unit};
use crate::text::question::{Question, Sense, Token};

/// Characters that a doubt has at most.
const LONGEST: usize = 30;

/// Share of a number by which one that means it may differ.
const ROUNDED: f64 = 0.01;

/// The scale in which amounts of money are told, 亿.
const HUNDRED_MILLION: f64 = 1e8;

/// The turn of a text that does nothing but doubt what was told last; `None` if it is none.
pub fn doubt(knowledge: &Knowledge, session: &Session, folded: &str) -> Option<Turn> {
    let focus = session.focus.as_ref().filter(|focus| !focus.denied)?;
    let entry = knowledge.entry(&focus.entry)?;
    if folded.chars().count() > LONGEST || Language::chinese().wanting.find(folded).is_some() {
        return None;
    }
    let (plain, doubting) = without_doubt(folded);
    let checks = |kind: Kind| matches!(kind, Kind::Polar | Kind::Choice);
    // Nearly all that is asked asks more, which a look at its question words tells before it is read.
    let language = Language::chinese();
    if language.kinds.each_in(&plain).any(|(_, _, kind)| !checks(kind))
        || language.operations.each_in(&plain).next().is_some()
    {
        return None;
    }
    let question = knowledge.reader.read_folded(&plain);
    let doubts = doubting || folded.ends_with('?') || question.asserts() || question.kinds.iter().any(checks);
    if !doubts || !question.kinds.iter().all(checks) {
        return None;
    }
    let reply = match question.numbers().next() {
        Some(_) => of_number(knowledge, session, focus, entry, &question),
        None => of_name(knowledge, focus, entry, &question),
    };
    reply.map(|reply| Turn { session: session.clone(), reply })
}

/// A text without the words that only doubt, and whether it had any.
fn without_doubt(folded: &str) -> (String, bool) {
    let (mut plain, mut doubts) = (folded.to_owned(), false);
    while let Some((at, len)) = Language::chinese().doubting.find(&plain) {
        plain.replace_range(at..at + len, " ");
        doubts = true;
    }
    (plain, doubts)
}

/// A number held against those of the last answer; what else the text names must have been spoken of.
fn of_number(
    knowledge: &Knowledge,
    session: &Session,
    focus: &Focus,
    entry: &Entry,
    question: &Question,
) -> Option<Reply> {
    let target = &knowledge.index.targets[knowledge.target_of(&entry.id)?];
    let before = knowledge.reader.read_clean(&focus.question);
    let said: Vec<WordId> = before.words().collect();
    let named =
        |word: &WordId| knowledge.reader.lexicon.thing(*word).is_some() || knowledge.figures.sign_words.contains(word);
    let known = |word: WordId| target.words.contains(&word) || said.contains(&word);
    if question.periods().next().is_some() || !question.words().filter(named).all(known) {
        return None;
    }
    let again = one(knowledge, &session.fresh(), &AskedFor::alone(before)).reply;
    let again = if again.verdict == Verdict::Answer { again } else { compose::entry(knowledge, entry, 1.0) };
    let lines: Vec<Question> =
        std::iter::once(&again.lead).chain(&again.body).map(|line| knowledge.reader.read_clean(line)).collect();
    let counts: Vec<Count<'_>> = lines.iter().flat_map(counts_of).collect();
    let told: Vec<Quantity> = counts.iter().map(|count| count.number).collect();
    let stated = |token: &Token| count(question, token).and_then(|stated| meant(stated, &counts));
    let mut claims = question.tokens.iter().filter_map(|token| Some((stated(token)?, token)));
    let Some((claim, token)) = claims.next() else {
        // Another thing counted, and nothing else said: what was told stands.
        return (question.content() == question.numbers().count()).then_some(again);
    };
    let near = |told: &Quantity| (told.value - claim.value).abs() <= ROUNDED * told.value;
    // A yes is said to what was asked for only, a no to what is told nowhere.
    let premise = match told.first().filter(|first| same(**first, claim) || first.value == claim.value) {
        _ if claims.next().is_some() => None,
        Some(_) => Some(Premise::Confirmed),
        None if told.iter().any(near) => None,
        None => Some(Premise::Wrong(question.text_of(token).to_owned())),
    };
    Some(premise.map(|premise| compose::with_premise(knowledge, again.clone(), &premise)).unwrap_or(again))
}

/// A number with the counter behind it, if it has one: 40 and 分钟.
#[derive(Clone, Copy)]
struct Count<'a> {
    number: Quantity,
    counter: Option<&'a str>,
}

fn count<'a>(question: &'a Question, token: &Token) -> Option<Count<'a>> {
    let Sense::Number(number) = token.sense else { return None };
    let behind = &question.text[token.range.1..];
    let counter = Language::chinese().counters.at(behind).map(|(len, ())| &behind[..len]);
    Some(Count { number, counter })
}

fn counts_of(question: &Question) -> impl Iterator<Item = Count<'_>> {
    question.tokens.iter().filter_map(|token| count(question, token))
}

/// A stated number as one of the kind that was told: no pieces for minutes; of money, a bare number may lack its scale.
fn meant(stated: Count<'_>, told: &[Count<'_>]) -> Option<Quantity> {
    let Count { number, counter } = stated;
    let money = told.iter().find(|told| is_money(&told.number)).map(|money| money.number.unit);
    let other = |told: &Count<'_>| counter.zip(told.counter).is_some_and(|(own, told)| own != told);
    let alike = |told: &Count<'_>| match is_money(&told.number) {
        true => is_money(&number),
        false => !is_money(&number) && told.number.unit == number.unit && !other(told),
    };
    if told.iter().any(alike) {
        return Some(number);
    }
    let bare = number.unit == Unit::Count && !number.scaled && counter.is_none();
    let scaled = |unit| Quantity { value: number.value * HUNDRED_MILLION, scaled: true, unit };
    money.filter(|_| bare).map(scaled)
}

/// Whether a number is an amount of money, be it only by its scale.
fn is_money(number: &Quantity) -> bool {
    number.unit == Unit::Money || (number.unit == Unit::Count && number.scaled && number.value >= HUNDRED_MILLION)
}

/// A name held against the fact that was told, or against who said so; the text says nothing else that was not asked.
fn of_name(knowledge: &Knowledge, focus: &Focus, entry: &Entry, question: &Question) -> Option<Reply> {
    let lexicon = &knowledge.reader.lexicon;
    let asked: Vec<WordId> = knowledge.reader.read_clean(&focus.question).words().collect();
    let adds = |token: &&Token| match token.sense {
        Sense::Word(id) => !asked.contains(&id) && !Language::chinese().saying.contains(question.text_of(token)),
        sense => sense == Sense::Unknown,
    };
    let mut names = question.tokens.iter().filter(adds);
    let (Some(Token { sense: Sense::Word(claimed), .. }), None) = (names.next(), names.next()) else { return None };
    let term = lexicon.thing(*claimed)?;
    let facts: Vec<WordId> = entry.fact.iter().filter_map(|id| lexicon.id(id)).collect();
    // Whose company it is belongs to the fact, too.
    let owners = facts.iter().filter_map(|&id| lexicon.thing(id).and_then(|fact| fact.of));
    let facts: Vec<WordId> = owners.chain(facts.iter().copied()).collect();
    let kind = |id: &WordId| lexicon.thing(*id).map(|fact| fact.kind);
    let told = facts.iter().any(|id| kind(id).is_some_and(|told| stands_for(term.kind, told)));
    let said = term.kind == TermKind::Person && entry.speaker.is_some();
    let reply = match (told, said) {
        (true, _) => compose::entry(knowledge, entry, 1.0),
        (false, true) => follow::who(knowledge, entry),
        (false, false) => return None,
    };
    let right = if told { facts.contains(claimed) } else { entry.speaker.as_ref() == Some(&term.id) };
    let premise = if right { Premise::Confirmed } else { Premise::Wrong(term.name.clone()) };
    Some(compose::with_premise(knowledge, reply, &premise))
}
