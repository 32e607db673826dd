//! A question as the index sees it: weighted words and marks.
//!
//! A mark is a single character, a pair of neighbours, or the value of a number; question words, periods and numbers
//! count as one character each, so that 多少 and 几多 make the same pairs.

use super::index::{Index, MarkId};
use crate::text::lexicon::{Lexicon, WordId};
use crate::text::number::{Quantity, Unit};
use crate::text::question::{Question, Sense};

/// How much less a word tells that is read from a misspelling.
const DOUBT: f32 = 0.85;
/// How much a word that the pack does not know weighs, as a share of the rarest known one.
pub const UNKNOWN: f32 = 0.6;
/// The same for a single character, which may be a stray.
const STRAY: f32 = 0.2;
/// How much a party that every question may name weighs.
const PARTY: f32 = 0.35;

/// Weight from which what is told around a question counts by its characters too, not only by its words.
const LEANT: f32 = 0.4;

/// Set in the mark of a value, and in no other.
const VALUE: u64 = 1 << 63;
/// Count from which a bare number tells apart what is spoken of.
const TELLING_COUNT: f64 = 10.0;

/// The mark of a number that tells apart what is spoken of: an amount, a share, or a count that is not just a few. Marks
/// are in the order of their numbers.
pub fn value_mark(number: Quantity) -> Option<u64> {
    let telling = number.scaled || number.unit != Unit::Count || number.value >= TELLING_COUNT;
    telling.then(|| VALUE | number.value.to_bits() >> 1)
}

/// The marks of a text, in order.
pub struct Marks(Vec<(u64, usize)>);

impl Marks {
    /// The marks of a question, each with the place of its token.
    pub fn of(question: &Question) -> Marks {
        let mut marks = Vec::with_capacity(2 * question.text.len() / 3);
        let mut before: Option<char> = None;
        for (at, token) in question.tokens.iter().enumerate() {
            let symbol = match token.sense {
                Sense::Filler => continue,
                Sense::Mark => {
                    before = None;
                    continue;
                }
                Sense::Ask(kind) => Some(char::from_u32(0xE000 + kind as u32)),
                Sense::Period(_) => Some(Some('\u{E100}')),
                Sense::Number(_) => Some(Some('\u{E101}')),
                _ => None,
            };
            if let Sense::Number(number) = token.sense {
                marks.extend(value_mark(number).map(|mark| (mark, at)));
            }
            let mut add = |c: char| {
                if symbol.is_none() {
                    marks.push((u64::from(u32::from(c)), at));
                }
                if let Some(b) = before {
                    marks.push((u64::from(u32::from(b)) << 32 | u64::from(u32::from(c)), at));
                }
                before = Some(c);
            };
            match symbol {
                Some(symbol) => add(symbol.unwrap_or('\u{E000}')),
                None => question.text_of(token).chars().for_each(add),
            }
        }
        Marks(marks)
    }

    /// The marks, in order, with repetitions.
    pub fn into_vec(self) -> Vec<u64> {
        self.0.into_iter().map(|(mark, _)| mark).collect()
    }
}

/// Weighted words and marks of a question.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// Known words, each once.
    pub words: Vec<(WordId, f32)>,
    /// Known marks, each once.
    pub marks: Vec<(MarkId, f32)>,
    /// Sum of the weights of the words, the unknown ones included.
    pub word_mass: f32,
    /// Sum of the weights of the marks.
    pub mark_mass: f32,
    /// Whether each mark weighs what it does in the index, none of them being told on the way.
    pub even: bool,
    /// Share of the words' mass that the pack does not know, 0 to 1.
    pub unknown: f32,
}

impl Profile {
    /// The profile of a question; `emphasis` gives each token's weight, 1 being full.
    pub fn new(question: &Question, emphasis: &[f32], lexicon: &Lexicon, index: &Index, parties: &[WordId]) -> Profile {
        let (mut words, mut unknown) = (Vec::<(WordId, f32)>::with_capacity(question.tokens.len()), 0.0);
        // What is told on the way may be strange without making the question so.
        let strange = |stress: f32| if stress < 1.0 { 0.0 } else { stress };
        let stress = |at: usize| emphasis.get(at).copied().unwrap_or(1.0);
        for (at, token) in question.tokens.iter().enumerate() {
            match token.sense {
                Sense::Word(id) if index.word(id).is_none() && lexicon.term(id).is_none() => {
                    unknown += strange(stress(at)) * UNKNOWN * index.most;
                }
                Sense::Word(id) => {
                    let party = if parties.contains(&id) { PARTY } else { 1.0 };
                    let read = question.repairs.iter().any(|(_, read)| read == question.text_of(token));
                    let doubt = if read { DOUBT } else { 1.0 };
                    words.push((id, stress(at) * party * doubt * index.word_weight(id)));
                }
                Sense::Unknown => {
                    let single = question.text_of(token).chars().nth(1).is_none();
                    unknown += strange(stress(at)) * if single { STRAY } else { UNKNOWN } * index.most;
                }
                _ => {}
            }
        }
        let found = Marks::of(question).0;
        let (mut marks, mut strange_marks, mut even) = (Vec::<(MarkId, f32)>::with_capacity(found.len()), 0.0, true);
        for (mark, at) in found {
            if stress(at) < LEANT {
                continue;
            }
            match index.mark(mark) {
                Some(id) => {
                    even &= stress(at) == 1.0;
                    marks.push((id, stress(at) * index.marks.weight(id)));
                }
                // A number that nothing has may be a wrong premise; it has a feature of its own.
                None if mark & VALUE != 0 => {}
                None => strange_marks += stress(at) * index.most,
            }
        }
        once(&mut words);
        once(&mut marks);
        let word_mass = words.iter().map(|(_, w)| w).sum::<f32>() + unknown;
        let mark_mass = marks.iter().map(|(_, w)| w).sum::<f32>() + strange_marks;
        let unknown = if word_mass > 0.0 { unknown / word_mass } else { 0.0 };
        Profile { words, marks, word_mass, mark_mass, even, unknown }
    }
}

/// Sorts by id and keeps each once, with its greatest weight. Weights are not negative, so their bits sort as they do.
fn once(weighted: &mut Vec<(u32, f32)>) {
    let mut keys: Vec<u64> =
        weighted.iter().map(|&(id, weight)| u64::from(id) << 32 | u64::from(!weight.to_bits())).collect();
    keys.sort_unstable();
    keys.dedup_by_key(|key| *key >> 32);
    weighted.clear();
    weighted.extend(keys.into_iter().map(|key| ((key >> 32) as u32, f32::from_bits(!(key as u32)))));
}
