//! Whose view a question asks for, and whether it asks which of several comes first.

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
