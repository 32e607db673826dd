//! Figures that a question names by their values: "what is 5.7%?"

use super::{listed, other_kind};
use crate::figures::{FigureInfo, say};
use crate::knowledge::Knowledge;
use crate::matching::asked::Asked;
use crate::matching::profile::value_mark;
use crate::reply::Reply;
use crate::text::language::{Kind, Language};
use crate::text::number::{Quantity, Unit};
use crate::text::question::{Question, Sense, Token};

/// Words that a question for the meaning of a number has at most beside it.
const NAMING: usize = 4;

/// The reply to "what is 5.7%?": the figures that have the values, if the question names nothing else; also to several
/// values stated to have them confirmed, each of which is told as what it is.
pub fn named_by_value(knowledge: &Knowledge, asked: &Asked<'_>) -> Option<Reply> {
    let question = asked.question;
    let stated: Vec<Quantity> = telling(question).collect();
    let wants = [Kind::What, Kind::Meaning, Kind::Choice].iter().any(|&kind| question.kinds.has(kind))
        || question.content() == stated.len();
    let names = question.content().saturating_sub(stated.len()) <= NAMING && asked.things.is_empty();
    let confirms = question.asserts() && stated.len() > 1;
    if stated.is_empty() || !(wants && names || confirms) || other_kind(question) {
        return None;
    }
    let mut found: Vec<&FigureInfo> = Vec::new();
    for number in stated {
        let before = found.len();
        let counts = counts_things(question, number);
        let alike = |f: &FigureInfo| !counts || f.quantity.unit == Unit::Count;
        let fits = |f: &&FigureInfo| alike(f) && (confirms || is_meant(knowledge, question, f));
        found.extend(knowledge.figures.known_as(number).filter(fits));
        if found.len() == before {
            return None;
        }
    }
    let entry =
        if let [one] = found[..] { one.written.entry.as_ref().and_then(|id| knowledge.entry(id)) } else { None };
    let mut reply = listed(knowledge, &found);
    reply.body.extend(entry.map(|entry| say::fill(&entry.answer, &knowledge.figures)));
    Some(reply)
}

/// The numbers of a question that tell apart what is spoken of.
pub fn telling(question: &Question) -> impl Iterator<Item = Quantity> + '_ {
    question.numbers().filter(|number| value_mark(*number).is_some() || number.value.fract() != 0.0)
}

/// Whether a number counts things: more than 300 of them are no 300 of something else.
fn counts_things(question: &Question, number: Quantity) -> bool {
    let counts = |token: &Token| {
        let behind = question.text[token.range.1..].trim_start_matches(['多', '余', '来', '几']);
        token.sense == Sense::Number(number) && Language::chinese().counters.at(behind).is_some()
    };
    number.unit == Unit::Count && !number.scaled && question.tokens.iter().any(counts)
}

/// Whether nothing that a question says beside a figure's value speaks of something else.
fn is_meant(knowledge: &Knowledge, question: &Question, figure: &FigureInfo) -> bool {
    let figures = &knowledge.figures;
    let entry = figure.written.entry.as_deref().and_then(|id| knowledge.target_of(id));
    let told = entry.map(|at| &knowledge.index.targets[at].words);
    let naming = |token: &Token| Language::chinese().naming.contains(question.text_of(token));
    let fits = |token: &Token| match token.sense {
        // What is counted is asked about itself: "those 170 projects" are no number.
        Sense::Word(_) if figure.quantity.unit == Unit::Count => false,
        Sense::Word(id) if figures.sign_words.contains(&id) => figures.is_word_of(figure.measure, id),
        Sense::Word(id) => told.is_some_and(|words| words.contains(&id)),
        Sense::Unknown => question.text_of(token).chars().nth(1).is_none(),
        _ => true,
    };
    question.tokens.iter().all(|token| naming(token) || fits(token))
}
