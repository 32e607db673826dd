//! What a change over a year comes to: the base before it, and the amount that it makes.

use super::{Computed, amount, name, told, when};
use crate::figures::{FigureInfo, Figures, say};
use crate::text::period::Period;

/// The base before a change, if `period` is the one right before a figure's.
pub fn year_before(figures: &Figures, measure: usize, period: Period) -> Option<Computed> {
    let follows = |p: Period| p.months == period.months && p.year == period.year + 1;
    figures.of(measure).find(|f| f.period.is_some_and(follows)).and_then(|now| base(figures, measure, now.period))
}

pub(super) fn base(figures: &Figures, measure: usize, period: Option<Period>) -> Option<Computed> {
    let changed =
        |f: &&FigureInfo| f.written.change.is_some() && period.is_none_or(|p| f.period.is_some_and(|h| h.answers(p)));
    let now = figures.of(measure).find(changed)?;
    let change = now.written.change?;
    let before = now.quantity.value / (1.0 + change / 100.0);
    let lead = format!("上年同期{}约{}", name(figures, now), amount(before, now));
    let mut computed = told(figures, lead, &[now]);
    let turn = if change < 0.0 { "下降" } else { "增长" };
    computed.how =
        format!("推算：{}{}，同比{turn}{}%。", when(now), say::figure(&now.written), say::number(change.abs()));
    Some(computed)
}

/// How much money a change of a measure comes to; `measure` is what changed, or by how much.
pub fn amount_of_change(figures: &Figures, measure: usize, period: Option<Period>) -> Option<Computed> {
    let asked = |f: &&FigureInfo| period.is_none_or(|asked| f.period.is_some_and(|held| held.answers(asked)));
    let by = figures.of(measure).filter(asked).find(|f| f.written.trend.is_some());
    let same = |f: &&FigureInfo| {
        let size = f.written.change.map(f64::abs);
        by.map_or(f.measure == measure, |by| size == Some(by.written.value) && f.period == by.period)
    };
    let now = figures.figures.iter().filter(asked).filter(|f| f.written.change.is_some()).find(same)?;
    let change = now.written.change?;
    let before = now.quantity.value / (1.0 + change / 100.0);
    let (turn, more) = if change < 0.0 { ("下降", "少") } else { ("增长", "多") };
    let moved = amount((now.quantity.value - before).abs(), now);
    let lead = format!("{}{}比上年同期约{more}{moved}", when(now), name(figures, now));
    let mut computed = told(figures, lead, &[now]);
    let (what, share) = (say::figure(&now.written), say::number(change.abs()));
    computed.how = format!("推算：{}{what}，同比{turn}{share}%，上年同期约{}。", when(now), amount(before, now));
    Some(computed)
}
