//! What can be worked out from the figures: differences, ratios, shares, sums, averages, the base before a change.
//!
//! Every result names the figures that it comes from and is marked as computed.

mod ahead;
mod change;
mod share;

pub use self::ahead::{at_this_pace, still_to_come};
use self::change::base;
pub use self::change::{amount_of_change, changed, growth, year_before};
pub use self::share::{amount_of_rest, amount_of_share};
use self::share::{part_of_whole, rest, rest_of_whole};
use super::{FigureInfo, Figures, say};
use crate::text::language::Operation;
use crate::text::number::Unit;
use crate::text::period::Period;

/// A computed result in words, and the figures that it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Computed {
    /// The result, a sentence.
    pub lead: String,
    /// How it comes about.
    pub how: String,
    /// Ids of the figures, the one that was asked about first.
    pub figures: Vec<String>,
}

/// Works `operation` out for the measures that were named, or `None` if the figures do not allow it. Without a period,
/// the latest figures that fit together are taken.
pub fn compute(figures: &Figures, operation: Operation, named: &[usize], period: Option<Period>) -> Option<Computed> {
    // Two measures beside a target are compared with each other: words for "apart" may name the target, too.
    if let Some(&target) = named.iter().find(|&&m| is_target(figures, m))
        && let others = named.iter().filter(|&&m| !is_target(figures, m)).copied().collect::<Vec<usize>>()
        && others.len() < 2
        && matches!(operation, Operation::Difference | Operation::Share | Operation::Ratio | Operation::Change)
    {
        // A target is set to its own measure, or to how that changes, not to a part of it.
        let own = others.iter().all(|&m| aimed_at(figures, target) == Some(m) || is_change(figures, m));
        return own.then(|| to_target(figures, target, period, operation != Operation::Difference)).flatten();
    }
    match (operation, named) {
        (Operation::Difference, [one]) => {
            other_part(figures, *one).and_then(|b| pair(figures, operation, *one, b, period))
        }
        (Operation::Share, [one]) => part_of_whole(figures, *one, period),
        (Operation::Monthly, [one]) => monthly(figures, *one, period),
        (Operation::Average, [one]) => average(figures, *one),
        (Operation::Average, [a, b]) if counts(figures, *a, *b) || counts(figures, *b, *a) => average(figures, *a),
        (Operation::Base, [one]) => base(figures, *one, period),
        (Operation::Rest, [one]) => rest(figures, *one).or_else(|| rest_of_whole(figures, *one, period)),
        (_, [a, b, ..]) => pair(figures, operation, *a, *b, period),
        _ => None,
    }
}

fn is_target(figures: &Figures, measure: usize) -> bool {
    figures.measures[measure].written.target_of.is_some()
}

/// The measure for which a target is set.
pub fn aimed_at(figures: &Figures, target: usize) -> Option<usize> {
    figures.measure(figures.measures[target].written.target_of.as_deref()?)
}

/// Whether a measure tells by how much another one changed.
pub fn is_change(figures: &Figures, measure: usize) -> bool {
    figures.of(measure).any(|figure| figure.written.trend.is_some())
}

/// Whether one measure is the number of what another one values.
fn counts(figures: &Figures, number: usize, value: usize) -> bool {
    figures.measures[value].written.counted_by.as_ref() == Some(&figures.measures[number].written.id)
}

/// The other of two parts of a whole.
fn other_part(figures: &Figures, measure: usize) -> Option<usize> {
    let id = &figures.measures[measure].written.id;
    let of = |m: &&super::MeasureInfo| m.written.sum_of.len() == 2 && m.written.sum_of.contains(id);
    let parts = &figures.measures.iter().find(of)?.written.sum_of;
    figures.measure(parts.iter().find(|part| *part != id)?)
}

/// Two measures of one period, or a measure and its target.
fn pair(figures: &Figures, operation: Operation, a: usize, b: usize, period: Option<Period>) -> Option<Computed> {
    let target_of = |m: usize| figures.measures[m].written.target_of.as_deref().and_then(|id| figures.measure(id));
    let aimed = [(a, b), (b, a)].into_iter().find(|&(target, whole)| target_of(target) == Some(whole));
    if let Some((_, whole)) = aimed {
        return to_target(figures, whole, period, operation != Operation::Difference);
    }
    let (x, y) = together(figures, a, b, period)?;
    let mut computed = between(figures, operation, x, y)?;
    if operation == Operation::Sum
        && let Some(rounded) = rounding(figures, a, b, x, x.quantity.value + y.quantity.value)
    {
        computed.how.push_str(&rounded);
    }
    Some(computed)
}

/// Two figures of one unit set against each other, each with its period if they have different ones.
pub fn between(figures: &Figures, operation: Operation, x: &FigureInfo, y: &FigureInfo) -> Option<Computed> {
    let (p, q) = (x.quantity.value, y.quantity.value);
    if x.quantity.unit != y.quantity.unit || q == 0.0 {
        return None;
    }
    let together = x.period == y.period;
    let named =
        |figure| if together { name(figures, figure) } else { format!("{}{}", when(figure), name(figures, figure)) };
    let (name_x, name_y) = (named(x), named(y));
    let when = if together { when(x) } else { String::new() };
    let lead = match operation {
        Operation::Rest => {
            let (whole, part, large, small) = if p >= q { (p, q, &name_x, &name_y) } else { (q, p, &name_y, &name_x) };
            format!("{when}{large}除去{small}，其余{}", amount(whole - part, x))
        }
        // Which one is the larger is told by the way.
        Operation::Difference if p >= q => format!("{when}{name_x}比{name_y}多{}", amount(p - q, x)),
        Operation::Difference => format!("{when}{name_y}比{name_x}多{}", amount(q - p, x)),
        Operation::Ratio => format!("{when}{name_x}约为{name_y}的{}", times(p, q)),
        Operation::Share => {
            let (part, whole, small, large) = if p <= q { (p, q, &name_x, &name_y) } else { (q, p, &name_y, &name_x) };
            format!("{when}{small}约占{large}的{}%", say::about(100.0 * part / whole))
        }
        Operation::Sum => format!("{when}{name_x}与{name_y}合计{}", amount(p + q, x)),
        Operation::Average | Operation::Monthly | Operation::Base | Operation::Change => return None,
    };
    Some(told(figures, lead, &[x, y]))
}

/// How many times `q` makes `p`; how many times `p` makes `q` as well, where that is the larger number.
fn times(p: f64, q: f64) -> String {
    let turned = if p < q && p > 0.0 { format!("，反过来约{}倍", say::number(q / p)) } else { String::new() };
    format!("{}倍{turned}", say::number(p / q))
}

/// One measure in two periods: how they differ, or what the first makes of the second.
pub fn across(figures: &Figures, operation: Operation, measure: usize, a: Period, b: Period) -> Option<Computed> {
    let (x, y) = (figures.find(measure, a)?, figures.find(measure, b)?);
    if x.period == y.period || x.quantity.unit == Unit::Percent {
        return None;
    }
    let (p, q) = (x.quantity.value, y.quantity.value);
    let (first, second) = (when(x), when(y));
    let what = name(figures, x);
    let lead = match operation {
        Operation::Share => format!("{first}{what}约为{second}的{}%", say::about(100.0 * p / q)),
        Operation::Ratio => format!("{first}{what}约为{second}的{}", times(p, q)),
        Operation::Difference if p >= q => format!("{first}{what}比{second}多{}", amount(p - q, x)),
        Operation::Difference => format!("{first}{what}比{second}少{}", amount(q - p, x)),
        Operation::Monthly => {
            let (p, q) = (p / months(x)?, q / months(y)?);
            let turn = if p < q { "少" } else { "多" };
            let (each, other, between) = (amount(p, x), amount(q, y), amount((p - q).abs(), x));
            format!("{first}{what}平均每月约{each}，{second}约{other}，前者{turn}{between}")
        }
        _ => return None,
    };
    Some(told(figures, lead, &[x, y]))
}

/// Parts seldom add up to the reported total to the digit; then it is said.
fn rounding(figures: &Figures, a: usize, b: usize, x: &FigureInfo, sum: f64) -> Option<String> {
    let id = |m: usize| &figures.measures[m].written.id;
    let whole = figures.measures.iter().position(|m| {
        m.written.sum_of.contains(id(a)) && m.written.sum_of.contains(id(b)) && m.written.sum_of.len() == 2
    })?;
    let reported = figures.find(whole, x.period?)?;
    let differs = (reported.quantity.value - sum).abs() > 1e-6 * sum;
    differs.then(|| {
        format!("文章给出的{}是{}，差别应是四舍五入所致。", name(figures, reported), say::figure(&reported.written))
    })
}

/// The figures of two measures that belong together: for the period asked for, else the latest that both have.
fn together(figures: &Figures, a: usize, b: usize, period: Option<Period>) -> Option<(&FigureInfo, &FigureInfo)> {
    let mut pairs: Vec<(&FigureInfo, &FigureInfo)> = figures
        .of(a)
        .flat_map(|x| figures.of(b).filter(move |y| go_together(x, y)).map(move |y| (x, y)))
        .filter(|(x, y)| period.is_none_or(|asked| x.period.or(y.period).is_some_and(|held| held.answers(asked))))
        .collect();
    pairs.sort_by_key(|(x, y)| x.period.or(y.period).map(|p| p.year));
    pairs.pop()
}

/// Whether two figures are of one period, or one of them of none.
fn go_together(x: &FigureInfo, y: &FigureInfo) -> bool {
    x.period == y.period || x.period.is_none() || y.period.is_none()
}

/// How far a measure is from its target, or what share of it is reached.
fn to_target(figures: &Figures, measure: usize, period: Option<Period>, as_share: bool) -> Option<Computed> {
    let own = &figures.measures[measure].written;
    let (measure, target) = match own.target_of.as_deref().and_then(|id| figures.measure(id)) {
        Some(aimed) => (aimed, measure),
        None => (measure, figures.measures.iter().position(|m| m.written.target_of.as_ref() == Some(&own.id))?),
    };
    let goal = figures.of(target).next()?;
    // Part of a year is no measure of a yearly goal unless it was asked for.
    let whole_year = |f: &&FigureInfo| f.period.is_some_and(|p| p.months.is_none());
    let reached = match period {
        Some(period) => figures.find(measure, period)?,
        None => figures.of(measure).find(whole_year)?,
    };
    let (have, want) = (reached.quantity.value, goal.quantity.value);
    let (when, what) = (when(reached), name(figures, reached));
    let lead = if as_share && have < want {
        let (reached_share, more) = (say::about(100.0 * have / want), say::about(100.0 * (want - have) / have));
        format!("{when}{what}约为目标的{reached_share}%，要达到目标还得增长约{more}%")
    } else if have < want {
        format!("{when}{what}离目标还差{}", amount(want - have, reached))
    } else {
        format!("{when}{what}已超过目标{}", amount(have - want, reached))
    };
    Some(told(figures, lead, &[reached, goal]))
}

fn average(figures: &Figures, measure: usize) -> Option<Computed> {
    let own = &figures.measures[measure].written;
    let (total, count) = match own.counted_by.as_deref().and_then(|id| figures.measure(id)) {
        Some(count) => (measure, count),
        None => (figures.measures.iter().position(|m| m.written.counted_by.as_ref() == Some(&own.id))?, measure),
    };
    let (sum, number) = (figures.of(total).next()?, figures.of(count).next()?);
    let value = sum.quantity.value / number.quantity.value;
    let counter = plain_unit(&number.written.unit);
    let lead = format!("平均每{counter}{}约{}", name(figures, number).trim_end_matches("数量"), amount(value, sum));
    Some(told(figures, lead, &[sum, number]))
}

/// The value of a month, on average, of a figure that belongs to some months.
fn monthly(figures: &Figures, measure: usize, period: Option<Period>) -> Option<Computed> {
    let figure = figures.of(measure).filter(of_period(period)).last()?;
    let value = figure.quantity.value / months(figure)?;
    let lead = format!("{}{}平均每月约{}", when(figure), name(figures, figure), amount(value, figure));
    Some(told(figures, lead, &[figure]))
}

/// Whether a figure answers for a period; each does if none is asked for.
fn of_period(period: Option<Period>) -> impl Fn(&&FigureInfo) -> bool {
    move |figure| period.is_none_or(|asked| figure.period.is_some_and(|held| held.answers(asked)))
}

/// The months of a figure's period.
fn months(figure: &FigureInfo) -> Option<f64> {
    Some(f64::from(figure.period?.months.map_or(12, |(from, to)| to - from + 1)))
}

fn told(figures: &Figures, lead: String, from: &[&FigureInfo]) -> Computed {
    let parts: Vec<String> =
        from.iter().map(|f| format!("{}{}{}", when(f), name(figures, f), say::figure(&f.written))).collect();
    Computed {
        lead: format!("{lead}（推算）。"),
        how: format!("推算依据：{}。", parts.join("，")),
        figures: from.iter().map(|f| f.written.id.clone()).collect(),
    }
}

fn name(figures: &Figures, figure: &FigureInfo) -> String {
    figures.measures[figure.measure].written.name.clone()
}

/// The period in words, empty if it has none.
pub fn when(figure: &FigureInfo) -> String {
    figure.period.map_or_else(String::new, |period| period.to_string())
}

/// A plain value in the unit of a figure; what would be next to nothing in it, without its scale.
fn amount(value: f64, like: &FigureInfo) -> String {
    let scale = like.quantity.value / like.written.value;
    let unit = like.written.unit.as_str();
    match like.quantity.unit {
        Unit::Percent => format!("{}个百分点", say::about(value / scale)),
        _ if value.abs() < 0.1 * scale => format!("{}{}", say::about(value), plain_unit(unit)),
        _ => format!("{}{unit}", say::about(value / scale)),
    }
}

/// A unit without its scale: 万册次 is 册次.
fn plain_unit(unit: &str) -> &str {
    unit.trim_start_matches(['万', '亿', '千', '百'])
}
