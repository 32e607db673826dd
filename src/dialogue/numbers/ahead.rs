//! Questions for what is not over yet: a year at the pace of its first months, what the months ahead must bring.

use super::meant::only_whole;
use crate::figures::Named;
use crate::figures::compute::{self, Computed, aimed_at};
use crate::knowledge::Knowledge;
use crate::matching::asked::Asked;
use crate::text::language::{Language, Operation};
use crate::text::lexicon::WordId;
use crate::text::number::Quantity;
use crate::text::period::Period;
use crate::text::question::{Sense, Token};

/// Share of the question's weight that words for other things may have: verbs of doing and trading.
const BESIDE: f32 = 0.15;

/// What a question wants worked out of a year that is not over, if it names nothing else.
pub fn ahead(knowledge: &Knowledge, asked: &Asked<'_>) -> Option<Computed> {
    let (figures, question) = (&knowledge.figures, asked.question);
    let goes_on = Language::chinese().pace.find(&question.text).is_some();
    let periods: Vec<Period> = question.periods().collect();
    let rest = periods.iter().find(|p| p.months.is_some_and(|(from, to)| from > 1 && to == 12));
    if !goes_on && rest.is_none() {
        return None;
    }
    let named = figures.named(question);
    let reached = |n: &Named| aimed_at(figures, n.measure).unwrap_or(n.measure);
    let measure = named.first().map(reached).or_else(|| only_whole(figures))?;
    if !names_only(knowledge, asked, &named, measure) {
        return None;
    }
    if goes_on {
        let whole_year = periods.iter().any(|p| matches!(p.months, None | Some((1, 12))));
        return whole_year.then(|| compute::at_this_pace(figures, measure)).flatten();
    }
    let ended = |p: &&Period| p.months.is_none() && figures.of(measure).any(|f| f.period == Some(**p));
    let year = periods.iter().find(ended).copied();
    let is_aim = |measure: usize| aimed_at(figures, measure).is_some();
    let states = |n: Quantity| figures.valued(n).any(|f| is_aim(f.measure));
    let aims = named.iter().any(|n| is_aim(n.measure)) || question.numbers().any(states);
    let catches_up = year.is_some() && question.operations.contains(&Operation::Difference);
    (aims || catches_up).then(|| compute::still_to_come(figures, measure, *rest?, year)).flatten()
}

/// Whether a question names hardly anything but `named`, what belongs to `measure`, and parties.
fn names_only(knowledge: &Knowledge, asked: &Asked<'_>, named: &[Named], measure: usize) -> bool {
    let signed = |id: &WordId| named.iter().any(|n| n.words.contains(id)) || knowledge.parties.contains(id);
    let question = asked.question;
    let of_pace = |id: &WordId| {
        let is_word = |t: &&Token| t.sense == Sense::Word(*id);
        let found = |t: &Token| Language::chinese().pace.find(question.text_of(t)).is_some() || question.computes_by(t);
        question.tokens.iter().filter(is_word).any(found)
    };
    let is_name = |id: &WordId| knowledge.reader.lexicon.term(*id).is_some();
    let said = |id: &WordId| !is_name(id) || signed(id) || knowledge.figures.is_word_of(measure, *id) || of_pace(id);
    let beside: f32 = asked.profile.words.iter().filter(|(id, _)| !said(id)).map(|(_, weight)| weight).sum();
    asked.things.iter().all(signed) && beside <= BESIDE * asked.profile.word_mass
}
