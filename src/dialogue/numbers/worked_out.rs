//! What is worked out from figures that a question names by their values: "what is 280 more than 170?"

use super::by_value::telling;
use super::{from_computed, operations};
use crate::figures::compute::{self, Computed, between};
use crate::figures::{FigureInfo, Figures, say};
use crate::knowledge::Knowledge;
use crate::knowledge::pack::Entry;
use crate::reply::Reply;
use crate::text::language::Operation;
use crate::text::number::{Quantity, Unit};
use crate::text::period::Period;
use crate::text::question::{Counter, Question};

/// The reply to a question that computes with one or two values, each of which is told; else `None`.
pub fn worked_out(knowledge: &Knowledge, question: &Question) -> Option<Reply> {
    let figures = &knowledge.figures;
    let stated: Vec<Quantity> = telling(question).collect();
    if let Some(amount) = amount_of_percent(figures, question, &stated) {
        return Some(from_computed(knowledge, &amount));
    }
    if question.operations.is_empty() {
        return None;
    }
    let computed = match stated[..] {
        [one] => operations(question).find_map(|operation| of_one(figures, operation, one, question.periods().next())),
        [a, b] => operations(question).find_map(|operation| of_two(figures, operation, a, b)).or_else(|| {
            let base = |stated| of_one(figures, Operation::Base, stated, None);
            question.operations.contains(&Operation::Base).then(|| base(a).or_else(|| base(b))).flatten()
        }),
        _ => None,
    };
    computed.map(|computed| from_computed(knowledge, &computed))
}

/// How many times one of the two figures is the other with which an entry leads, if that is what a question asks.
pub fn times(knowledge: &Knowledge, question: &Question, entry: &Entry) -> Option<Reply> {
    if !question.operations.contains(&Operation::Ratio) {
        return None;
    }
    let told: Vec<&FigureInfo> = say::told(entry.lead()).filter_map(|id| knowledge.figures.get(id)).collect();
    let &[x, y] = told.as_slice() else { return None };
    let (larger, smaller) = if x.quantity.value < y.quantity.value { (y, x) } else { (x, y) };
    let computed = between(&knowledge.figures, Operation::Ratio, larger, smaller)?;
    Some(from_computed(knowledge, &computed))
}

/// The amount behind a stated percentage that is told: the share of a whole, or the change of a measure.
fn amount_of_percent(figures: &Figures, question: &Question, stated: &[Quantity]) -> Option<Computed> {
    if question.counter != Some(Counter::Money) {
        return None;
    }
    let percent = *stated.iter().find(|number| number.unit == Unit::Percent)?;
    let whole = stated.iter().filter(|number| number.unit != Unit::Percent).find_map(|&n| figures.valued(n).next());
    let period = whole.and_then(|figure| figure.period).or_else(|| question.periods().next());
    let amount = |figure: &FigureInfo| {
        let share = compute::amount_of_share(figures, figure.measure, period);
        share.or_else(|| compute::amount_of_change(figures, figure.measure, period))
    };
    figures.valued(percent).find_map(amount)
}

fn of_one(figures: &Figures, operation: Operation, stated: Quantity, period: Option<Period>) -> Option<Computed> {
    let whole = |figure: &FigureInfo| compute::compute(figures, operation, &[figure.measure], figure.period);
    match operation {
        Operation::Base => {
            let changed = |f: &&FigureInfo| f.written.change.is_some_and(|change| change.abs() == stated.value);
            let by_change = figures.figures.iter().filter(changed).filter(|_| stated.unit == Unit::Percent);
            by_change.chain(figures.valued(stated)).find_map(whole)
        }
        Operation::Average | Operation::Monthly => figures.valued(stated).find_map(whole),
        // What is said of an aim is said of how far it is reached.
        Operation::Difference | Operation::Share | Operation::Ratio | Operation::Change => {
            let aims = |figure: &&FigureInfo| compute::aimed_at(figures, figure.measure).is_some();
            let reached = |figure: &FigureInfo| compute::compute(figures, operation, &[figure.measure], period);
            figures.valued(stated).filter(aims).find_map(reached)
        }
        _ => None,
    }
}

fn of_two(figures: &Figures, operation: Operation, a: Quantity, b: Quantity) -> Option<Computed> {
    let pairs = || figures.known_as(a).flat_map(|x| figures.known_as(b).map(move |y| (x, y)));
    let divides = matches!(operation, Operation::Average | Operation::Ratio);
    let per_piece = |(x, y): (&FigureInfo, &FigureInfo)| {
        let counted = x.quantity.unit != y.quantity.unit;
        let each = || compute::compute(figures, Operation::Average, &[x.measure, y.measure], None);
        if counted && divides { each() } else { None }
    };
    let held_against = |(x, y): (&FigureInfo, &FigureInfo)| match operation {
        Operation::Change => compute::growth(figures, x, y),
        _ => between(figures, operation, x, y),
    };
    pairs().find_map(per_piece).or_else(|| pairs().find_map(held_against))
}
