//! What a year of which some months are told would come to at their pace, and what the months ahead must bring.

use super::{Computed, aimed_at, amount, is_target, months, name, told, when};
use crate::figures::{FigureInfo, Figures, say};
use crate::text::period::Period;

/// Months of a year.
const YEAR: f64 = 12.0;

/// What a measure comes to in a whole year if it goes on as in the months that are told, and how far that is from its aim.
pub fn at_this_pace(figures: &Figures, measure: usize) -> Option<Computed> {
    let part = begun(figures, measure)?;
    let year = part.quantity.value / months(part)? * YEAR;
    let aim = (0..figures.measures.len()).find(|&m| is_target(figures, m) && aimed_at(figures, m) == Some(measure));
    let goal = aim.and_then(|aim| figures.of(aim).next());
    let beside = goal.map_or(String::new(), |goal| {
        let short = goal.quantity.value - year;
        let turn = if short > 0.0 { "不到" } else { "超过" };
        format!("，{turn}{}的目标，差{}", say::figure(&goal.written), amount(short.abs(), part))
    });
    let lead = format!("照{}的月均算，{}全年约{}{beside}", when(part), name(figures, part), amount(year, part));
    Some(told(figures, lead, &[&[part], goal.as_slice()].concat()))
}

/// What is still to come in the `rest` of a year, of which the months before are told, to reach what is told of another
/// `year`, or else the aim.
pub fn still_to_come(figures: &Figures, measure: usize, rest: Period, year: Option<Period>) -> Option<Computed> {
    let part = begun(figures, measure)?;
    let ((_, last), (from, to)) = (part.period?.months?, rest.months?);
    let aim = || (0..figures.measures.len()).find(|&m| aimed_at(figures, m) == Some(measure));
    let goal = match year {
        Some(year) => figures.of(measure).find(|f| f.period == Some(year))?,
        None => figures.of(aim()?).next()?,
    };
    let missing = goal.quantity.value - part.quantity.value;
    if (last + 1, 12) != (from, to) || missing <= 0.0 {
        return None;
    }
    let (to_reach, count) = (say::figure(&goal.written), f64::from(to - from + 1));
    let (all, each) = (amount(missing, part), amount(missing / count, part));
    let goal_name = format!("{}{}", when(goal), name(figures, goal));
    let lead = format!("要达到{goal_name}{to_reach}，{rest}还要做到{all}，平均每月{each}");
    Some(told(figures, lead, &[part, goal]))
}

/// The latest figure of a year's first months.
fn begun(figures: &Figures, measure: usize) -> Option<&FigureInfo> {
    let begins = |f: &&FigureInfo| f.period.and_then(|p| p.months).is_some_and(|(from, to)| from == 1 && to < 12);
    figures.of(measure).filter(begins).last()
}
