//! A question as it was understood: its tokens, what it asks for and the slots it fills.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::language::{Kinds, Language, Operation};
use super::lexicon::WordId;
use super::number::Quantity;
use super::period::Period;
use super::script::Script;

/// What a token is to the question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sense {
    /// A word that the pack knows.
    Word(WordId),
    /// A word that no question of the pack uses.
    Unknown,
    /// A function word.
    Stop,
    /// A polite or empty phrase.
    Filler,
    /// A question word.
    Ask(super::language::Kind),
    /// A period of time.
    Period(Period),
    /// A number.
    Number(Quantity),
    /// An ordinal: the second, the twelfth.
    Ordinal(u16),
    /// A pronoun for a person.
    Pronoun,
    /// Punctuation and spaces.
    Mark,
}

/// A piece of the folded text.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    /// Byte range in [`Question::text`].
    pub range: (usize, usize),
    /// What it is.
    pub sense: Sense,
}

/// What a question for a number counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Counter {
    /// Money.
    Money,
    /// A share in percent.
    Percent,
    /// Things with this counter word.
    Of(String),
}

/// A question, read.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// The folded text, repaired where it was misspelt.
    pub text: String,
    /// The script in which it was typed.
    pub script: Script,
    /// Its pieces; joined they are the text.
    pub tokens: Vec<Token>,
    /// What it asks for.
    pub kinds: Kinds,
    /// What it counts, if it asks how many.
    pub counter: Option<Counter>,
    /// What it does with figures.
    pub operations: Vec<Operation>,
    /// Byte ranges of the phrases that say so.
    pub operating: Vec<(usize, usize)>,
    /// Misspelt or Latin pieces that were read as words: what was typed and how it was read.
    pub repairs: Vec<(String, String)>,
}

impl Question {
    /// The text of a token.
    pub fn text_of(&self, token: &Token) -> &str {
        &self.text[token.range.0..token.range.1]
    }

    /// Gives words that were unknown the ids that `known` has for them.
    pub fn resolve(&mut self, mut known: impl FnMut(&str) -> Option<WordId>) {
        for token in self.tokens.iter_mut().filter(|token| token.sense == Sense::Unknown) {
            if let Some(id) = known(&self.text[token.range.0..token.range.1]) {
                token.sense = Sense::Word(id);
            }
        }
    }

    /// The known words, in order, with repetitions.
    pub fn words(&self) -> impl Iterator<Item = WordId> {
        self.tokens.iter().filter_map(|t| if let Sense::Word(id) = t.sense { Some(id) } else { None })
    }

    /// Whether a token belongs to a phrase by which the question computes.
    pub fn computes_by(&self, token: &Token) -> bool {
        self.operating.iter().any(|&(start, end)| start < token.range.1 && token.range.0 < end)
    }

    /// The known words that are no piece of a longer phrase that takes something away: 刨|掉.
    pub fn words_of_their_own(&self) -> impl Iterator<Item = WordId> {
        let piece = |token: &Token| {
            let (from, to) = token.range;
            let longer = |start: usize, end: usize| start <= from && to <= end && end - start > to - from;
            self.operating.iter().any(|&(start, end)| longer(start, end) && takes_away(&self.text[start..]))
        };
        self.tokens.iter().filter_map(move |token| match token.sense {
            Sense::Word(id) if !piece(token) => Some(id),
            _ => None,
        })
    }

    /// The periods, in order.
    pub fn periods(&self) -> impl Iterator<Item = Period> {
        self.tokens.iter().filter_map(|t| if let Sense::Period(p) = t.sense { Some(p) } else { None })
    }

    /// The numbers, in order.
    pub fn numbers(&self) -> impl Iterator<Item = Quantity> {
        self.tokens.iter().filter_map(|t| if let Sense::Number(n) = t.sense { Some(n) } else { None })
    }

    /// The ordinals, in order; what is the first of a row is so as a part of a word, too: 首座.
    pub fn ordinals(&self) -> impl Iterator<Item = u16> {
        self.tokens.iter().filter_map(|token| match token.sense {
            Sense::Ordinal(number) => Some(number),
            Sense::Word(_) | Sense::Unknown => is_first(self.text_of(token)).then_some(1),
            _ => None,
        })
    }

    /// Words and unknown words: what the question has to say beyond its form.
    pub fn content(&self) -> usize {
        self.tokens
            .iter()
            .filter(|t| match t.sense {
                Sense::Word(_) | Sense::Period(_) | Sense::Number(_) | Sense::Ordinal(_) => true,
                Sense::Unknown => self.text_of(t).chars().count() > 1,
                _ => false,
            })
            .count()
    }

    /// A key that questions share which say the same words in the same order and ask the same of them, whatever the words
    /// are spelt like and with whatever particles; none for what names nothing.
    pub fn sense(&self) -> Option<u64> {
        let mut key = FxHasher::default();
        let mut names = false;
        for token in &self.tokens {
            match token.sense {
                Sense::Word(id) => (0u8, id).hash(&mut key),
                Sense::Ask(kind) => (1u8, kind).hash(&mut key),
                Sense::Period(period) => (2u8, period).hash(&mut key),
                Sense::Number(number) => (3u8, number.value.to_bits(), number.unit).hash(&mut key),
                Sense::Ordinal(number) => (4u8, number).hash(&mut key),
                Sense::Filler | Sense::Mark => {}
                Sense::Stop if Language::chinese().particles.contains(self.text_of(token)) => {}
                Sense::Unknown | Sense::Stop | Sense::Pronoun => (5u8, self.text_of(token)).hash(&mut key),
            }
            names |= matches!(token.sense, Sense::Word(_));
        }
        (&self.counter, &self.operations).hash(&mut key);
        names.then(|| key.finish())
    }

    /// Whether the token at `at` stands in a clause that asks; all do where none asks by its form.
    pub fn is_asked(&self, at: usize) -> bool {
        let ends = |token: &Token| token.sense == Sense::Mark && self.text_of(token) != " ";
        let asks = |token: &Token| matches!(token.sense, Sense::Ask(_));
        let from = self.tokens[..at].iter().rposition(ends).map_or(0, |mark| mark + 1);
        let to = self.tokens[at..].iter().position(ends).map_or(self.tokens.len(), |mark| at + mark);
        self.tokens[from..to].iter().any(asks) || !self.tokens.iter().any(asks)
    }

    /// Whether it states something and only wants it confirmed: …吧, …对吗.
    pub fn asserts(&self) -> bool {
        let text = self.text.trim_end_matches(|c: char| !super::is_letter(c));
        Language::chinese().asserting.iter().any(|end| text.ends_with(end.as_str()))
    }

    /// Whether it has the form of a question: a question word, or a question mark.
    pub fn asks(&self) -> bool {
        !self.kinds.is_empty() || self.text.contains('?')
    }
}

/// Whether a text begins with a phrase that takes something away from a whole.
fn takes_away(text: &str) -> bool {
    Language::chinese().operations.at(text).is_some_and(|(_, operation)| operation == Operation::Rest)
}

/// Whether a word says, or begins by saying, that something is the first of its row.
fn is_first(word: &str) -> bool {
    let behind = ["首", "第一", "头一"].iter().find_map(|first| word.strip_prefix(first));
    behind.is_some_and(|rest| Language::chinese().ordered.iter().any(|counter| rest.starts_with(counter.as_str())))
}
