//! Whose view a question asks for, and of what; whether it asks who said something, and which of several comes first.

use super::is_han;
use super::language::{Kind, Language};
use super::lexicon::{Lexicon, WordId};
use super::question::{Question, Sense, Token};
use super::roles::led_by_preposition;
use crate::knowledge::pack::TermKind;

/// Tokens between somebody and the verb of their saying, at most.
const APART: usize = 3;
/// What stands behind a word for the most where it says which of several, and does not belong to a name for a thing.
const ENDS: [char; 5] = ['的', '呢', '啊', '呀', '是'];

/// What a question has to do with what somebody said or holds.
#[derive(Debug, Clone, Default)]
pub struct Said<'q> {
    /// Persons whose view it asks for.
    pub holders: Vec<WordId>,
    /// Persons who, as it states, said something.
    pub sayers: Vec<WordId>,
    /// What it wants something said on.
    pub on: Vec<WordId>,
    /// Whether it asks what somebody said.
    pub what: bool,
    /// Whether it asks who said something.
    pub by_whom: bool,
    /// As what it asks who somebody is: the office of which it asks who holds it.
    pub office: Option<&'q Token>,
}

impl<'q> Said<'q> {
    /// What a question says of it.
    pub fn of(question: &'q Question, lexicon: &Lexicon) -> Said<'q> {
        let plain = Said { holders: holders(question, lexicon), office: office(question), ..Said::default() };
        let says = saying(question);
        if !says.contains(&true) {
            return plain;
        }
        let by_whom = asks_who_says(question, &says);
        Said {
            sayers: sayers(question, lexicon, &says),
            on: said_on(question, lexicon, &says),
            what: asks_what(question, &says),
            by_whom,
            office: plain.office.filter(|_| !by_whom),
            ..plain
        }
    }
}

/// For each token whether it is a verb of saying.
fn saying(question: &Question) -> Vec<bool> {
    let saying = &Language::chinese().saying;
    question.tokens.iter().map(|token| saying.contains(question.text_of(token))).collect()
}

/// The persons who say or hold something in a question: those right before a verb of saying.
pub fn holders(question: &Question, lexicon: &Lexicon) -> Vec<WordId> {
    let viewing = &Language::chinese().viewing;
    let says = |token: &Token| viewing.contains(question.text_of(token));
    let between =
        |token: &&Token| !says(token) && !matches!(token.sense, Sense::Word(_) | Sense::Unknown | Sense::Mark);
    let holder = |(at, token): (usize, &Token)| {
        let Sense::Word(id) = token.sense else { return None };
        lexicon.thing(id).filter(|term| term.kind == TermKind::Person)?;
        let behind = &question.tokens[at + 1..];
        let gap = behind.iter().take(APART).take_while(between).count();
        let said = behind.get(gap).is_some_and(says);
        (said && !led_by_preposition(question, at)).then_some(id)
    };
    question.tokens.iter().enumerate().filter_map(holder).collect()
}

/// The persons who said what a question states: those right before a verb of saying.
fn sayers(question: &Question, lexicon: &Lexicon, says: &[bool]) -> Vec<WordId> {
    let person = |(token, says): (&Token, &bool)| match token.sense {
        Sense::Word(id) if *says => lexicon.thing(id).filter(|term| term.kind == TermKind::Person).map(|_| id),
        _ => None,
    };
    question.tokens.iter().zip(&says[1..]).filter_map(person).collect()
}

/// Whether a question asks who said something: who, or which expert, stands right before a verb of saying.
fn asks_who_says(question: &Question, says: &[bool]) -> bool {
    question.tokens.iter().enumerate().any(|(at, token)| {
        token.sense == Sense::Ask(Kind::Who) && says[at + 1..].iter().take(APART - 1).any(|says| *says)
    })
}

/// The tokens that name what a question leaves out: "besides this, which ones?", or just "besides this".
pub fn left_out(question: &Question) -> std::ops::Range<usize> {
    let language = Language::chinese();
    let Some((start, _)) = language.besides.find(&question.text) else { return 0..0 };
    let Some(besides) = question.tokens.iter().position(|token| token.range.0 >= start) else { return 0..0 };
    let behind = &question.tokens[besides + 1..];
    let ends = |token: &Token| language.otherwise.contains(question.text_of(token));
    let named = behind.iter().position(ends).unwrap_or(0);
    let asks = behind[named..].iter().any(|token| matches!(token.sense, Sense::Ask(_)));
    let says = |token: &Token| matches!(token.sense, Sense::Word(_) | Sense::Unknown) && !ends(token);
    let bare = named > 0 && !behind[named..].iter().any(says);
    if asks || bare { besides..besides + 1 + named } else { 0..0 }
}

/// As what a question asks who somebody is, or is called: the word right before "is who".
fn office(question: &Question) -> Option<&Token> {
    let ask = question.tokens.iter().position(|token| matches!(token.sense, Sense::Ask(Kind::Who | Kind::Named)))?;
    let before = question.tokens[..ask].iter().rfind(|token| token.sense != Sense::Stop)?;
    let is_noun = matches!(before.sense, Sense::Word(_) | Sense::Unknown);
    let stands = question.text[before.range.1..].starts_with(['是', '叫']);
    (is_noun && stands && question.text_of(before).chars().nth(1).is_some()).then_some(before)
}

/// Whether a question asks what somebody said: a verb of saying, and what right behind it.
pub fn asks_what_is_said(question: &Question) -> bool {
    asks_what(question, &saying(question))
}

fn asks_what(question: &Question, says: &[bool]) -> bool {
    says.iter().enumerate().filter(|(_, says)| **says).any(|(at, _)| {
        let behind = question.tokens[at + 1..].iter().find(|token| token.sense != Sense::Stop);
        behind.is_some_and(|next| next.sense == Sense::Ask(Kind::What))
    })
}

/// What a question wants something said on: the pack's words between "on" and the next verb of saying.
fn said_on(question: &Question, lexicon: &Lexicon, says: &[bool]) -> Vec<WordId> {
    let on = |token: &Token| Language::chinese().on.contains(question.text_of(token));
    let Some(on) = question.tokens.iter().position(on) else { return Vec::new() };
    let Some(end) = says[on..].iter().position(|says| *says) else { return Vec::new() };
    let known = |token: &Token| match token.sense {
        Sense::Word(id) => lexicon.term(id).map(|_| id),
        _ => None,
    };
    question.tokens[on..on + end].iter().filter_map(known).collect()
}

/// Whether a question asks which of several is the most: "the largest of them is which?"
pub fn ranks(question: &Question) -> bool {
    let asks =
        [Kind::What, Kind::Where, Kind::Who, Kind::Named, Kind::Choice].iter().any(|&kind| question.kinds.has(kind));
    asks && most(&question.text).is_some_and(|behind| !behind.starts_with(is_han) || behind.starts_with(ENDS))
}

/// Whether a question names what is the most of something.
pub fn names_most(question: &Question) -> bool {
    most(&question.text).is_some()
}

/// What stands behind a word for the most.
fn most(text: &str) -> Option<&str> {
    let (at, len) = Language::chinese().superlative.find(text)?;
    Some(&text[at + len..])
}
