//! A question as it was understood: its tokens, what it asks for and the slots it fills.

use super::language::{Kinds, Operation};
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

    /// The periods, in order.
    pub fn periods(&self) -> impl Iterator<Item = Period> {
        self.tokens.iter().filter_map(|t| if let Sense::Period(p) = t.sense { Some(p) } else { None })
    }

    /// The numbers, in order.
    pub fn numbers(&self) -> impl Iterator<Item = Quantity> {
        self.tokens.iter().filter_map(|t| if let Sense::Number(n) = t.sense { Some(n) } else { None })
    }

    /// The ordinals, in order.
    pub fn ordinals(&self) -> impl Iterator<Item = u16> {
        self.tokens.iter().filter_map(|t| if let Sense::Ordinal(n) = t.sense { Some(n) } else { None })
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

    /// Whether it states something and only wants it confirmed: …吧, …对吗.
    pub fn asserts(&self) -> bool {
        let text = self.text.trim_end_matches(|c: char| !super::is_letter(c));
        super::language::Language::chinese().asserting.iter().any(|end| text.ends_with(end.as_str()))
    }

    /// Whether it has the form of a question: a question word, or a question mark.
    pub fn asks(&self) -> bool {
        !self.kinds.is_empty() || self.text.contains('?')
    }
}
