//! Who "he" is, and what "it" and "there" are: what was spoken of, put in their place.

use crate::dialogue::session::{Focus, Session};
use crate::knowledge::Knowledge;
use crate::knowledge::pack::TermKind;
use crate::text::language::Language;
use crate::text::lexicon::{TermInfo, WordId};
use crate::text::question::{Sense, Token};

/// The text with its pronouns replaced by who or what was spoken of; who is a woman is no "he", what is a thing is "it".
pub fn with_names(knowledge: &Knowledge, session: &Session, text: &str) -> String {
    let Some(focus) = &session.focus else { return text.to_owned() };
    let text = with_two(knowledge, focus, &with_thing(knowledge, focus, text));
    if Language::chinese().pronouns.find(&text).is_none() {
        return text;
    }
    let lexicon = &knowledge.reader.lexicon;
    let persons: Vec<&TermInfo> = [focus.person.as_ref(), knowledge.pack.meta.protagonist.as_ref()]
        .into_iter()
        .flatten()
        .filter_map(|id| lexicon.term(lexicon.id(id)?))
        .collect();
    let fits = |pronoun: &str, term: &TermInfo| match &term.pronoun {
        Some(own) if Language::chinese().gendered.iter().any(|one| one == pronoun) => own == pronoun,
        _ => true,
    };
    if persons.is_empty() {
        return text;
    }
    let question = knowledge.reader.read_clean(&text);
    let piece = |token: &Token| {
        let typed = question.text_of(token);
        match token.sense {
            // Several are not one.
            Sense::Pronoun if typed.ends_with('们') => typed,
            Sense::Pronoun => persons.iter().find(|term| fits(typed, term)).map_or(typed, |term| term.name.as_str()),
            _ => typed,
        }
    };
    question.tokens.iter().map(piece).collect()
}

/// The person who was asked or told of, as a term id, if that is not whom all is about; who only said what was told is none.
pub fn other_person<'f>(knowledge: &Knowledge, focus: &'f Focus) -> Option<&'f String> {
    let lexicon = &knowledge.reader.lexicon;
    let person = focus.person.as_ref().filter(|&id| knowledge.pack.meta.protagonist.as_ref() != Some(id))?;
    let told = knowledge.entry(&focus.entry).is_some_and(|entry| entry.fact.contains(person));
    let id = lexicon.id(person)?;
    (told || knowledge.reader.read_clean(&focus.question).words().any(|word| word == id)).then_some(person)
}

/// The text with a word for two persons replaced by whom all is about and the other one who was spoken of.
fn with_two(knowledge: &Knowledge, focus: &Focus, text: &str) -> String {
    let lexicon = &knowledge.reader.lexicon;
    let name = |id: &String| lexicon.term(lexicon.id(id)?).map(|term| term.name.as_str());
    let names = || {
        let one = knowledge.pack.meta.protagonist.as_ref().and_then(name);
        one.zip(other_person(knowledge, focus).and_then(name))
    };
    let two = Language::chinese().two.find(text);
    match two.and_then(|found| Some((found, names()?))) {
        Some(((at, len), (one, other))) => {
            let and = &Language::chinese().and;
            format!("{}{one}{and}{other}{}", &text[..at], &text[at + len..])
        }
        None => text.to_owned(),
    }
}

/// The text with a word for a thing, or an opening "there", replaced by the one that was told, or else asked about.
fn with_thing(knowledge: &Knowledge, focus: &Focus, text: &str) -> String {
    let there = || Language::chinese().there.iter().find(|word| text.starts_with(word.as_str()));
    let found = Language::chinese().things.find(text).or_else(|| there().map(|word| (0, word.len())));
    let Some((at, len)) = found else { return text.to_owned() };
    let lexicon = &knowledge.reader.lexicon;
    let of = |kinds: &'static [TermKind]| {
        let fits = move |id: WordId| lexicon.thing(id).filter(|term| kinds.contains(&term.kind));
        let told = knowledge.entry(&focus.entry).into_iter().flat_map(|entry| &entry.fact);
        let told = told.filter_map(|id| fits(lexicon.id(id)?)).next();
        told.or_else(|| knowledge.reader.read_clean(&focus.question).words().filter_map(fits).last())
    };
    let place = || Language::chinese().things.find(text).is_none().then(|| of(&[TermKind::Place])).flatten();
    match of(&[TermKind::Organisation, TermKind::Document, TermKind::Event]).or_else(place) {
        Some(term) => format!("{}{}{}", &text[..at], term.name, &text[at + len..]),
        None => text.to_owned(),
    }
}
