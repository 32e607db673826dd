//! Half a question that only puts another name in the place of one in the question before.

use crate::knowledge::Knowledge;
use crate::knowledge::pack::TermKind;
use crate::text::lexicon::WordId;
use crate::text::question::{Question, Sense};

/// Whether a question only puts other countries in the place of those of the one before.
pub fn only_replaces(knowledge: &Knowledge, question: &Question) -> bool {
    let country = |word| knowledge.reader.lexicon.thing(word).is_some_and(|term| term.kind == TermKind::Country);
    says_only(question, country)
}

/// Whether a question only puts other names or things in the place of those of its kind in the one before.
pub fn swaps(knowledge: &Knowledge, before: &Question, question: &Question) -> bool {
    let kind = |word| knowledge.reader.lexicon.thing(word).map(|term| term.kind);
    let stands_in = |word| kind(word).is_some_and(|named| before.words().any(|w| w != word && kind(w) == Some(named)));
    let strange = question.tokens.iter().any(|token| token.sense == Sense::Unknown);
    !strange && says_only(question, stands_in)
}

/// Whether a question has no question word, and such words only.
fn says_only(question: &Question, such: impl Fn(WordId) -> bool) -> bool {
    question.kinds.is_empty() && question.words().next().is_some() && question.words().all(such)
}
