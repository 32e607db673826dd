//! What a change over a year comes to: the base before it, and the amount that it makes.

use super::{Computed, amount, name, of_period, told, when};
use crate::figures::{FigureInfo, Figures, say};
use crate::text::period::Period;

/// The base before a change, if `period` is the one right before a figure's.
pub fn year_before(figures: &Figures, measure: usize, period: Period) -> Option<Computed> {
    let follows = |p: Period| p.months == period.months && p.year == period.year + 1;
    figures.of(measure).find(|f| f.period.is_some_and(follows)).and_then(|now| base(figures, measure, now.period))
}

/// The base before the change of a measure.
pub(super) fn base(figures: &Figures, measure: usize, period: Option<Period>) -> Option<Computed> {
    let now = figures.of(measure).filter(of_period(period)).find(|f| f.written.change.is_some())?;
    let before = amount(value_before(now)?, now);
    Some(Computed {
        how: format!("推算：{}。", change_of(now)?),
        ..told(figures, format!("上年同期{}约{before}", name(figures, now)), &[now])
    })
}

/// The measure of which another one is the change, by figures that say the same.
pub fn changed(figures: &Figures, change: usize) -> Option<usize> {
    let told = |by: &FigureInfo| {
        let same = |f: &&FigureInfo| f.written.change.map(f64::abs) == Some(by.written.value) && f.period == by.period;
        figures.figures.iter().find(same).map(|f| f.measure)
    };
    figures.of(change).filter(|f| f.written.trend.is_some()).find_map(told)
}

/// How much money a change of a measure comes to; `measure` is what changed, or by how much.
pub fn amount_of_change(figures: &Figures, measure: usize, period: Option<Period>) -> Option<Computed> {
    let by = figures.of(measure).filter(of_period(period)).find(|f| f.written.trend.is_some());
    let same = |f: &&FigureInfo| {
        let size = f.written.change.map(f64::abs);
        by.map_or(f.measure == measure, |by| size == Some(by.written.value) && f.period == by.period)
    };
    let mut changed = figures.figures.iter().filter(of_period(period)).filter(|f| f.written.change.is_some());
    let now = changed.find(same)?;
    let before = value_before(now)?;
    let more = if now.quantity.value < before { "少" } else { "多" };
    let moved = amount((now.quantity.value - before).abs(), now);
    let lead = format!("{}{}比上年同期约{more}{moved}", when(now), name(figures, now));
    let how = format!("推算：{}，上年同期约{}。", change_of(now)?, amount(before, now));
    Some(Computed { how, ..told(figures, lead, &[now]) })
}

/// By what share the larger of two figures of one unit is more, and the smaller less.
pub fn growth(figures: &Figures, x: &FigureInfo, y: &FigureInfo) -> Option<Computed> {
    let (small, large) = if x.quantity.value <= y.quantity.value { (x, y) } else { (y, x) };
    let (low, high) = (small.quantity.value, large.quantity.value);
    if small.quantity.unit != large.quantity.unit || low <= 0.0 {
        return None;
    }
    let named = |figure| format!("{}{}", when(figure), name(figures, figure));
    let (more, less) = (say::about(100.0 * (high - low) / low), say::about(100.0 * (high - low) / high));
    let (small_name, large_name) = (named(small), named(large));
    let lead = format!("{large_name}比{small_name}多约{more}%，反过来少约{less}%");
    Some(told(figures, lead, &[x, y]))
}

fn value_before(now: &FigureInfo) -> Option<f64> {
    Some(now.quantity.value / (1.0 + now.written.change? / 100.0))
}

/// A figure with its change, in words.
fn change_of(now: &FigureInfo) -> Option<String> {
    let change = now.written.change?;
    let turn = if change < 0.0 { "下降" } else { "增长" };
    Some(format!("{}{}，同比{turn}{}%", when(now), say::figure(&now.written), say::number(change.abs())))
}
