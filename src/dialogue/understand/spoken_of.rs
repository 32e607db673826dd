//! What a dialogue is about after an answer.

use crate::dialogue::session::Focus;
use crate::knowledge::Knowledge;
use crate::knowledge::pack::TermKind;
use crate::text::language::Kind;
use crate::text::question::Question;

/// Characters of a question that are kept for the next one to lean on.
const KEPT: usize = 80;

/// The beginning of a question that is kept for the next one to lean on.
fn kept(text: &str) -> &str {
    text.char_indices().nth(KEPT).map_or(text, |(end, _)| &text[..end])
}

/// What is spoken of once a question was answered by an entry, and who.
pub fn focus_on(knowledge: &Knowledge, question: &Question, entry: String) -> Focus {
    let lexicon = &knowledge.reader.lexicon;
    let person = |id: u32| lexicon.thing(id).filter(|term| term.kind == TermKind::Person).map(|term| term.id.clone());
    let named = question.words().filter_map(person).last();
    let told = knowledge.entry(&entry);
    // Who was asked for is spoken of next.
    let found = told.filter(|_| question.kinds.has(Kind::Who)).and_then(|entry| {
        let person = |id: &&String| lexicon.id(id).and_then(person).is_some();
        entry.fact.iter().find(person).cloned()
    });
    let speaker = || told.and_then(|entry| entry.speaker.clone());
    Focus {
        person: found.or(named).or_else(speaker),
        question: kept(&question.text).to_owned(),
        entry,
        told: Vec::new(),
    }
}
