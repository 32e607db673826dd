//! What a question counts, and in what: the noun behind "how many", and the unit of its answer.

use super::language::{Kind, Language};
use super::lexicon::Lexicon;
use super::number::Quantity;
use super::question::{Counter, Question, Sense, Token};
use crate::knowledge::pack::TermKind;

/// The noun that a question asks the number of, behind its question word and whose it is: how many 企业, how many of the
/// country's 学生. `may_ask` tells which tokens may be the question word.
pub fn counted<'q>(question: &'q Question, lexicon: &Lexicon, may_ask: impl Fn(usize) -> bool) -> Option<&'q Token> {
    let counts = |&(at, token): &(usize, &Token)| {
        may_ask(at) && token.sense == Sense::Ask(Kind::HowMany) && counts(question, token)
    };
    let country = |token: &Token| match token.sense {
        Sense::Word(id) => lexicon.thing(id).is_some_and(|term| term.kind == TermKind::Country),
        _ => false,
    };
    let (ask, _) = question.tokens.iter().enumerate().find(counts)?;
    let own = question.tokens[ask + 1..].iter().take_while(|token| country(token)).count();
    let noun = question.tokens.get(ask + 1 + own)?;
    matches!(noun.sense, Sense::Word(_) | Sense::Unknown).then_some(noun)
}

/// In what a question asks for a number: the unit that it names, percent where it asks for a share by such a word, or
/// money where it asks for an amount.
pub fn counter(question: &Question) -> Option<&Counter> {
    let in_percent = |&(from, _): &(usize, usize)| Language::chinese().percent.at(&question.text[from..]).is_some();
    let share = || question.kinds.has(Kind::HowMany) && question.operating.iter().any(in_percent);
    let unit = question.counter.as_ref().or_else(|| share().then_some(&Counter::Percent));
    unit.or_else(|| of_amount(question).then_some(&Counter::Money))
}

/// Tokens at most between a number and what says that a part of it is meant: a measure word and what is counted.
const COUNTED: usize = 3;

/// A part of a number that a question asks for.
pub struct Part<'q> {
    /// The number of all.
    pub whole: Quantity,
    /// What the part is, if the question names it in front of its question word.
    pub named: Option<&'q Token>,
}

/// The part that a question asks for: of the 500 houses in it, how many new ones?
pub fn part_of(question: &Question) -> Option<Part<'_>> {
    if !question.kinds.has(Kind::HowMany) {
        return None;
    }
    let within = |from: usize| {
        let rest = question.text[from..].trim_start_matches([' ', ',']);
        Language::chinese().within.iter().any(|word| rest.starts_with(word.as_str()))
    };
    let tells = |token: &&Token| matches!(token.sense, Sense::Word(_) | Sense::Unknown);
    let whole = |(at, token): (usize, &Token)| {
        let Sense::Number(whole) = token.sense else { return None };
        let rest = &question.tokens[at + 1..];
        let counted = rest.iter().take(COUNTED).take_while(|token| !matches!(token.sense, Sense::Ask(_)));
        let behind = std::iter::once(token).chain(counted).position(|token| within(token.range.1))?;
        let asked = rest[behind..].iter().take_while(|token| !matches!(token.sense, Sense::Ask(_)));
        Some(Part { whole, named: asked.filter(tells).last() })
    };
    question.tokens.iter().enumerate().find_map(whole)
}

/// Whether "how many" stands right behind a word for an amount of money.
fn of_amount(question: &Question) -> bool {
    let ask = question.tokens.iter().position(|token| token.sense == Sense::Ask(Kind::HowMany));
    let before = ask.and_then(|ask| question.tokens[..ask].iter().rfind(|token| token.sense != Sense::Stop));
    before.is_some_and(|token| Language::chinese().amount.contains(question.text_of(token)))
}

/// Whether a word for how many counts what stands behind it: not a few of them, and no amount of money.
fn counts(question: &Question, ask: &Token) -> bool {
    let language = Language::chinese();
    let ends = |words: &[String], text: &str| words.iter().any(|word| text.ends_with(word.as_str()));
    let (before, typed) = (&question.text[..ask.range.0], question.text_of(ask));
    let whole = language.counting.iter().any(|word| word == typed);
    let few = !whole && language.few.iter().any(|word| typed.starts_with(word.as_str()));
    let behind = &question.text[ask.range.1..];
    ends(&language.counting, typed) && (!few || ends(&language.having, before)) && !behind.starts_with(['万', '亿'])
}
