//! What a question takes for granted — a number, a name, the way a change goes, the opposite of a measure — checked
//! against the pack, so that a wrong premise is corrected and never confirmed.

use super::compose;
use crate::figures::{FigureInfo, compute, same, say};
use crate::knowledge::Knowledge;
use crate::knowledge::pack::{Entry, TermKind};
use crate::matching::asked::Asked;
use crate::matching::veto::is_premise;
use crate::reply::Reply;
use crate::text::language::Kind;
use crate::text::number::Unit;
use crate::text::question::{Question, Sense, Token};

/// What a question takes for granted about a number or a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Premise {
    /// It is so, and it was asked whether.
    Confirmed,
    /// It is not so: what was stated.
    Wrong(String),
}

/// What a question that found an entry takes for granted: a number of the entry's kind, or a name in the place of its
/// fact.
pub fn premise(knowledge: &Knowledge, asked: &Asked<'_>, entry: &Entry) -> Option<Premise> {
    let mut figures: Vec<&FigureInfo> = Vec::new();
    for figure in say::told(&entry.answer).filter_map(|id| knowledge.figures.get(id)) {
        if !figures.iter().any(|held| held.written.id == figure.written.id) {
            figures.push(figure);
        }
    }
    trend_premise(knowledge, asked.question, &figures)
        .or_else(|| stated_premise(knowledge, asked, entry, &figures))
        .or_else(|| fact_premise(knowledge, asked, entry))
}

/// A number stated of one of the figures that an entry tells.
fn stated_premise(knowledge: &Knowledge, asked: &Asked<'_>, entry: &Entry, figures: &[&FigureInfo]) -> Option<Premise> {
    asked.question.numbers().next()?;
    // Of several figures only that of the measure named can be meant, or its target.
    let named = knowledge.figures.named(asked.question);
    let aims = |f: &FigureInfo| compute::aimed_at(&knowledge.figures, f.measure);
    let of = |f: &FigureInfo, measure: usize| f.measure == measure || aims(f) == Some(measure);
    let meant = |f: &&FigureInfo| named.iter().any(|named| of(f, named.measure));
    let own: Vec<&FigureInfo> = figures.iter().copied().filter(meant).collect();
    let premise = number_premise(knowledge, asked.question, if own.is_empty() { figures } else { &own })?;
    // What an answer does not lead with was not asked about.
    let told = || say::told(entry.lead()).next().is_some() && speaks_of_all(knowledge, asked, entry);
    (premise != Premise::Confirmed || told()).then_some(premise)
}

/// Whether an entry names everybody and every country that the question does: else a yes would say too much.
fn speaks_of_all(knowledge: &Knowledge, asked: &Asked<'_>, entry: &Entry) -> bool {
    let lexicon = &knowledge.reader.lexicon;
    let hard = |kind: TermKind| matches!(kind, TermKind::Person | TermKind::Country);
    let told = |name: &str| entry.answer.contains(name) || entry.question.contains(name);
    let mut named = asked.things.iter().filter_map(|&id| lexicon.thing(id)).filter(|term| hard(term.kind));
    named.all(|term| told(&term.name))
}

/// A question that has a change go the other way.
pub fn trend_premise(knowledge: &Knowledge, question: &Question, figures: &[&FigureInfo]) -> Option<Premise> {
    let lexicon = &knowledge.reader.lexicon;
    let trends: Vec<u32> = figures.iter().filter_map(|f| lexicon.id(f.written.trend.as_deref()?)).collect();
    let against = |token: &&Token| match token.sense {
        Sense::Word(id) => lexicon.term(id).and_then(|t| t.opposite).is_some_and(|o| trends.contains(&o)),
        _ => false,
    };
    let words: Vec<u32> = question.words().collect();
    let turned = question.tokens.iter().find(against).filter(|_| !trends.iter().any(|trend| words.contains(trend)))?;
    let states = question.asserts() || question.kinds.has(Kind::Polar) || question.kinds.has(Kind::Why);
    states.then(|| Premise::Wrong(question.text_of(turned).to_owned()))
}

/// A number of a figure's kind: the figure's own, asked whether it is so, or another one.
pub fn number_premise(knowledge: &Knowledge, question: &Question, figures: &[&FigureInfo]) -> Option<Premise> {
    let asks_whether = question.kinds.has(Kind::Polar) || question.asserts();
    for token in &question.tokens {
        let Sense::Number(stated) = token.sense else { continue };
        let rest = &question.text[token.range.1..];
        let alike = |f: &&&FigureInfo| match stated.unit {
            Unit::Count if stated.scaled => f.quantity.unit == Unit::Money,
            Unit::Count => f.quantity.unit == Unit::Count && rest.starts_with(f.written.unit.as_str()),
            unit => f.quantity.unit == unit,
        };
        let mut comparable = figures.iter().filter(alike).peekable();
        if comparable.peek().is_none() {
            continue;
        }
        // Only the figure that the answer gives first is what was asked about.
        let stands = |f: &FigureInfo| same(f.quantity, stated) || f.quantity.value == stated.value;
        if comparable.clone().any(|f| stands(f)) {
            let first = comparable.next().is_some_and(|f| stands(f));
            return (asks_whether && first).then_some(Premise::Confirmed);
        }
        // Who asks for one figure may well tell another one.
        let tells = question.kinds.has(Kind::HowMany) && knowledge.figures.valued(stated).next().is_some();
        if asks_whether && !tells {
            let counts = comparable.next().filter(|_| stated.unit == Unit::Count && !stated.scaled);
            let unit = counts.map_or("", |figure| figure.written.unit.as_str());
            return Some(Premise::Wrong(format!("{}{unit}", question.text_of(token))));
        }
    }
    None
}

fn fact_premise(knowledge: &Knowledge, asked: &Asked<'_>, entry: &Entry) -> Option<Premise> {
    let lexicon = &knowledge.reader.lexicon;
    let target = &knowledge.index.targets[knowledge.target_of(&entry.id)?];
    let wrong = asked.things.iter().find(|&&id| is_premise(asked, target, lexicon, id))?;
    lexicon.term(*wrong).map(|term| Premise::Wrong(term.name.clone()))
}

/// A question that takes the opposite of a measure for granted (a surplus where there is a deficit) is told so first.
pub fn with_opposite(knowledge: &Knowledge, question: &Question, mut reply: Reply) -> Reply {
    let lexicon = &knowledge.reader.lexicon;
    let words: Vec<u32> = question.words().collect();
    let signs = |word: &u32| knowledge.figures.sign_words.contains(word);
    let assumed = words.iter().filter(|word| !signs(word)).find_map(|&word| {
        let term = lexicon.term(word)?;
        let opposite = term.opposite.filter(|o| signs(o) && !words.contains(o))?;
        Some((term, opposite))
    });
    let Some((term, opposite)) = assumed else { return reply };
    let spoken_of = reply.entry.as_deref().and_then(|id| knowledge.target_of(id));
    let speaks = spoken_of.is_some_and(|at| knowledge.index.targets[at].words.contains(&opposite));
    let stated = |f: &FigureInfo| question.numbers().any(|n| same(f.quantity, n));
    let signed = |f: &&FigureInfo| knowledge.figures.is_signed_by(f.measure, opposite);
    let told = knowledge.figures.figures.iter().filter(signed).find(|f| speaks || stated(f));
    if let Some(figure) = told {
        let correction = knowledge.say("premise-wrong").replace("{stated}", &term.name);
        reply.body.insert(0, reply.lead);
        reply.lead = format!("{correction}{}。", compose::figure(knowledge, figure));
    }
    reply
}
