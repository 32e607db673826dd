//! What must be worked out for a question that names measures: a sum, a difference, the amount behind a share.

use super::operations;
use crate::figures::Figures;
use crate::figures::compute::{self, Computed};
use crate::knowledge::Knowledge;
use crate::text::language::Operation;
use crate::text::period::Period;
use crate::text::question::{Counter, Question};

/// What must be worked out: an operation that the question names, the amount behind a share, or the year before.
pub fn computed(
    knowledge: &Knowledge,
    question: &Question,
    measures: &[usize],
    period: Option<Period>,
) -> Option<Computed> {
    let figures = &knowledge.figures;
    let &[first, ..] = measures else { return None };
    let periods: Vec<Period> = question.periods().collect();
    if let (&[measure], [a, b]) = (measures, periods.as_slice())
        && let Some(across) = across(figures, question, measure, *a, *b)
    {
        return Some(across);
    }
    // How many percent more an aim needs is a share, not a difference.
    let aims = measures.iter().any(|&measure| compute::aimed_at(figures, measure).is_some());
    let in_percent = aims && question.counter == Some(Counter::Percent);
    let as_asked = |operation| match operation {
        Operation::Difference if in_percent => Operation::Share,
        other => other,
    };
    let named = operations(question).map(as_asked).find_map(|o| compute::compute(figures, o, measures, period));
    // "The base before the change" names the change; what changed is named with it.
    let base = || {
        let all = knowledge.figures.signed(question);
        let wanted = operations(question).any(|operation| operation == Operation::Base);
        let year_before = |measure| period.and_then(|period| compute::year_before(figures, measure, period));
        let of =
            |measure| compute::compute(figures, Operation::Base, &[measure], period).or_else(|| year_before(measure));
        all.iter().filter(|_| wanted).find_map(|named| of(named.measure))
    };
    let before = || period.and_then(|period| compute::year_before(figures, first, period));
    let amount = || in_money(figures, question, measures, period);
    let rest = question.operations.contains(&Operation::Rest).then(amount).flatten();
    rest.or(named).or_else(base).or_else(amount).or_else(before)
}

/// One measure in two periods set against each other. Where it is a change, what changed is: "how much less than in all
/// of last year" is no change that is told.
fn across(figures: &Figures, question: &Question, measure: usize, a: Period, b: Period) -> Option<Computed> {
    let measure = compute::aimed_at(figures, measure).unwrap_or(measure);
    let as_asked = || operations(question).find_map(|o| compute::across(figures, o, measure, a, b));
    let changed = || {
        let changed = compute::changed(figures, measure).filter(|_| question.counter != Some(Counter::Percent))?;
        compute::across(figures, Operation::Difference, changed, a, b)
    };
    as_asked().or_else(changed)
}

/// What a share, what it leaves, or a change comes to in money, if that is asked for.
fn in_money(figures: &Figures, question: &Question, measures: &[usize], period: Option<Period>) -> Option<Computed> {
    let asks = |operation| question.operations.contains(&operation);
    let money = question.counter == Some(Counter::Money);
    // A share of no year, asked for in a year, is its part of that year's whole.
    let of_a_year = question.counter.is_none() && period.is_some() && !asks(Operation::Share);
    let amount = |&measure: &usize| {
        if asks(Operation::Rest) {
            return compute::amount_of_rest(figures, measure, period);
        }
        let changes = money && (asks(Operation::Change) || compute::is_change(figures, measure));
        let change = || compute::amount_of_change(figures, measure, period).filter(|_| changes);
        compute::amount_of_share(figures, measure, period).or_else(change)
    };
    measures.iter().filter(|_| money || of_a_year).find_map(amount)
}
