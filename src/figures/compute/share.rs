//! Parts and their wholes: what share a part is, what it leaves to the others, what a share comes to.

use super::{Computed, amount, pair, told, when};
use crate::figures::{FigureInfo, Figures, say};
use crate::text::language::Operation;
use crate::text::number::Unit;
use crate::text::period::Period;

/// What share of its whole a part is.
pub(super) fn part_of_whole(figures: &Figures, measure: usize, period: Option<Period>) -> Option<Computed> {
    let whole = figures.whole_of(measure)?;
    pair(figures, Operation::Share, measure, whole, period)
}

/// What a share leaves to the others.
pub(super) fn rest(figures: &Figures, measure: usize) -> Option<Computed> {
    let share = figures.of(measure).find(|f| f.quantity.unit == Unit::Percent)?;
    let lead = format!("其余部分占{}%", say::number(100.0 - share.quantity.value));
    Some(told(figures, lead, &[share]))
}

/// What a part leaves of its whole.
pub(super) fn rest_of_whole(figures: &Figures, measure: usize, period: Option<Period>) -> Option<Computed> {
    let whole = figures.whole_of(measure)?;
    pair(figures, Operation::Rest, whole, measure, period)
}

/// The amount that a share of a measure comes to in a period, or in the latest whole year.
pub fn amount_of_share(figures: &Figures, measure: usize, period: Option<Period>) -> Option<Computed> {
    let (share, total) = share_and_whole(figures, measure, period)?;
    let value = total.quantity.value * share.quantity.value / 100.0;
    let lead = format!("按{}折算，{}约{}", say::figure(&share.written), when(total), amount(value, total));
    Some(told(figures, lead, &[total, share]))
}

/// The amount of all that does not belong to a share of a measure, likewise.
pub fn amount_of_rest(figures: &Figures, measure: usize, period: Option<Period>) -> Option<Computed> {
    let (share, total) = share_and_whole(figures, measure, period)?;
    let rest = 100.0 - share.quantity.value;
    let value = total.quantity.value * rest / 100.0;
    let lead = format!("其余部分按{}%折算，{}约{}", say::number(rest), when(total), amount(value, total));
    Some(told(figures, lead, &[total, share]))
}

/// A measure's share of its whole, and the whole's figure in a period, or in the latest whole year.
fn share_and_whole(figures: &Figures, measure: usize, period: Option<Period>) -> Option<(&FigureInfo, &FigureInfo)> {
    let share = figures.of(measure).find(|f| f.quantity.unit == Unit::Percent)?;
    let whole = figures.whole_of(measure)?;
    let total = match period {
        Some(period) => figures.find(whole, period)?,
        None => figures.of(whole).find(|f| f.period.is_some_and(|p| p.months.is_none()))?,
    };
    Some((share, total))
}
