//! Half a question that only puts another name in the place of one in the question before.

use crate::knowledge::Knowledge;
use crate::knowledge::pack::TermKind;
use crate::text::question::{Question, Sense};

/// Whether a question only puts other countries in the place of those of the one before.
pub fn only_replaces(knowledge: &Knowledge, question: &Question) -> bool {
    let country = |word| knowledge.reader.lexicon.thing(word).is_some_and(|term| term.kind == TermKind::Country);
    question.kinds.is_empty() && question.words().next().is_some() && question.words().all(country)
}

/// Whether a question only puts other names or things in the place of those of its kind in the one before.
pub fn swaps(knowledge: &Knowledge, before: &Question, question: &Question) -> bool {
    let kind = |word| knowledge.reader.lexicon.thing(word).map(|term| term.kind);
    let stands_in = |word| kind(word).is_some_and(|named| before.words().any(|w| w != word && kind(w) == Some(named)));
    let strange = question.tokens.iter().any(|token| matches!(token.sense, Sense::Unknown));
    question.kinds.is_empty() && !strange && question.words().next().is_some() && question.words().all(stands_in)
}
