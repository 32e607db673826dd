//! Which measures a question for a figure means, and whether they are all that it says.

use super::operations;
use crate::figures::{Figures, Named, compute};
use crate::knowledge::Knowledge;
use crate::matching::asked::Asked;
use crate::matching::profile::{Profile, UNKNOWN};
use crate::text::language::{Kind, Language, Operation};
use crate::text::number::{Quantity, Unit};
use crate::text::question::{Counter, Question, Sense, Token};

/// Share of the question's weight that may be left when the measure is taken away.
const LEFT_OVER: f32 = 0.4;
/// The same if it computes: that takes words too.
const LEFT_OVER_COMPUTING: f32 = 0.7;

/// The measure that a question compares over periods, or divides, without naming it: the only one that is a sum of others.
pub fn unnamed(knowledge: &Knowledge, question: &Question) -> Option<Named> {
    use Operation::{Difference, Monthly, Ratio, Share};
    let in_money = question.counter == Some(Counter::Money);
    if (question.operations.contains(&Operation::Rest) || in_money)
        && question.kinds.has(Kind::HowMany)
        && let Some(part) = part_by_word(knowledge, question)
    {
        return Some(part);
    }
    if question.operations.contains(&Operation::Change)
        && question.counter == Some(Counter::Money)
        && names_nothing(knowledge, question)
        && let Some(changed) = only_change(knowledge)
    {
        return Some(changed);
    }
    let periods = question.periods().count();
    let across = |o: &Operation| matches!(o, Difference | Ratio | Share) && periods == 2;
    let divides = |o: &Operation| *o == Monthly && periods == 1;
    operations(question).find(|o| across(o) || divides(o))?;
    Some(Named { measure: only_whole(&knowledge.figures)?, words: Vec::new() })
}

/// The only measure that is a sum of others.
pub fn only_whole(figures: &Figures) -> Option<usize> {
    let mut wholes = (0..figures.measures.len()).filter(|&m| !figures.measures[m].written.sum_of.is_empty());
    wholes.next().filter(|_| wholes.next().is_none())
}

/// Whether a question names nothing beside what it computes.
fn names_nothing(knowledge: &Knowledge, question: &Question) -> bool {
    let beside = question.tokens.iter().filter(|token| !question.computes_by(token));
    beside.into_iter().all(|token| match token.sense {
        Sense::Word(id) => knowledge.parties.contains(&id) || knowledge.reader.lexicon.term(id).is_none(),
        _ => true,
    })
}

/// The only measure of which a change is told.
fn only_change(knowledge: &Knowledge) -> Option<Named> {
    let changes = |measure: &usize| knowledge.figures.of(*measure).any(|figure| figure.written.change.is_some());
    let mut found = (0..knowledge.figures.measures.len()).filter(changes);
    let measure = found.next().filter(|_| found.next().is_none())?;
    Some(Named { measure, words: Vec::new() })
}

/// The part of a whole that a question takes away, or wants in money, by a word of its own, without naming the measure.
fn part_by_word(knowledge: &Knowledge, question: &Question) -> Option<Named> {
    let figures = &knowledge.figures;
    (0..figures.measures.len()).find_map(|measure| {
        let whole = figures.whole_of(measure)?;
        let own = |word: &u32| figures.is_word_of(measure, *word) && !figures.is_word_of(whole, *word);
        question.words().find(own).map(|word| Named { measure, words: vec![word] })
    })
}

/// The measure by whose change a question asks though no change of it is told.
pub fn untold_change(knowledge: &Knowledge, question: &Question, named: &[Named]) -> Option<usize> {
    let figures = &knowledge.figures;
    let plain = |one: &&Named| {
        let changes = figures.of(one.measure).any(|f| f.written.change.is_some());
        !changes && !compute::is_change(figures, one.measure) && compute::aimed_at(figures, one.measure).is_none()
    };
    if let [one] = named {
        return Some(one)
            .filter(plain)
            .filter(|_| question.operations.contains(&Operation::Change))
            .map(|one| one.measure);
    }
    // The change of one measure says nothing about another that is named by the same word.
    let change = named.iter().find(|one| compute::is_change(figures, one.measure))?;
    let shares = |one: &&Named| one.words.iter().any(|word| change.words.contains(word));
    named.iter().filter(plain).find(shares).map(|one| one.measure)
}

/// Whether measure, period and parties say nearly all that the question says: a name or thing that is left over, or
/// much else, makes it another question.
pub fn all_said(knowledge: &Knowledge, asked: &Asked<'_>, named: &[Named]) -> bool {
    let signed = |id: &u32| named.iter().any(|n| n.words.contains(id));
    let unit =
        |id: &u32| asked.question.tokens.iter().any(|t| t.sense == Sense::Word(*id) && is_money(asked.question, t));
    if asked.things.iter().any(|id| !signed(id) && !unit(id)) {
        return false;
    }
    let said = |id: &u32| signed(id) || knowledge.parties.contains(id) || knowledge.figures.sign_words.contains(id);
    let left: f32 = asked.profile.words.iter().filter(|(id, _)| !said(id)).map(|(_, w)| w).sum();
    let unknown = asked.profile.unknown * asked.profile.word_mass;
    let computes = !asked.question.operations.is_empty() || applies_share(knowledge, asked.question, named);
    let most = if computes { LEFT_OVER_COMPUTING } else { LEFT_OVER };
    left + unknown - computing(knowledge, asked) <= most * asked.profile.word_mass
}

/// Whether a question that goes on with another one asks for the measures of both: it says nearly nothing else, or a word
/// and a period. A sum that was asked for before is none of what something else costs.
pub fn goes_on_with(knowledge: &Knowledge, own: &Question, both: &Question) -> bool {
    let profile = Profile::new(own, &[], &knowledge.reader.lexicon, &knowledge.index, &knowledge.parties);
    let of_another_time = own.words().count() <= 1 && own.periods().next().is_some();
    of_another_time || all_said(knowledge, &Asked::new(knowledge, own, &profile, &[]), &knowledge.figures.named(both))
}

/// Whether a question states a share that is told and asks for an amount: it wants the one worked out from the other.
fn applies_share(knowledge: &Knowledge, question: &Question, named: &[Named]) -> bool {
    let told =
        |number: Quantity| knowledge.figures.valued(number).any(|f| named.iter().any(|n| n.measure == f.measure));
    question.counter == Some(Counter::Money) && question.numbers().any(|n| n.unit == Unit::Percent && told(n))
}

/// Weight of the words by which a question computes, comes to a number, or names its unit; they leave nothing over.
fn computing(knowledge: &Knowledge, asked: &Asked<'_>) -> f32 {
    let question = asked.question;
    let weight = |sense: Sense| match sense {
        Sense::Word(id) => asked.profile.words.iter().find(|(word, _)| *word == id).map_or(0.0, |(_, weight)| *weight),
        Sense::Unknown => UNKNOWN * knowledge.index.most,
        _ => 0.0,
    };
    let reaches = |token: &&Token| Language::chinese().reaching.contains(question.text_of(token));
    let free = question.tokens.iter().filter(|t| question.computes_by(t) || reaches(t) || is_money(question, t));
    free.map(|token| weight(token.sense)).sum()
}

/// Whether a token is a unit of money, as in "in billions of dollars".
fn is_money(question: &Question, token: &Token) -> bool {
    let unit = question.text_of(token).trim_start_matches(['万', '亿']);
    Language::chinese().money.at(unit).is_some_and(|(len, ())| len == unit.len())
}
