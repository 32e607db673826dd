//! The chart of what the bot did, day by day: a stacked bar a day, for who curates the pack.

use super::font::Weight;
use super::sheet::{Anchor, FAINT, INK, LEFT, MUTED, RIGHT, Sheet, Type};
use crate::text::script::Script;

/// Days that are shown; of more, the last.
pub const MOST: usize = 14;

/// Kinds of outcome, from the bottom of a bar to its top: answered, offered, declined, silent.
pub const KINDS: usize = 4;

/// One day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Day {
    /// What stands under its bar, `11-23`.
    pub name: String,
    /// How many were answered, offered, declined, and met with silence.
    pub counts: [u32; KINDS],
}

impl Day {
    fn total(&self) -> u32 {
        self.counts.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }
}

/// Counts by day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Days {
    /// What it shows.
    pub title: String,
    /// What the counts of a day are called.
    pub kinds: [String; KINDS],
    /// In order.
    pub days: Vec<Day>,
}

const TITLE: Type = Type::new(52.0, Weight::Bold, INK);
const KEY: Type = Type::new(34.0, Weight::Regular, INK);
const TOTAL: Type = Type::new(30.0, Weight::Bold, INK);
const NAME: Type = Type::new(28.0, Weight::Regular, MUTED);
/// From light to dark in another order than the hues, so that neighbours differ without colour too.
const FILLS: [&str; KINDS] = ["#1d3f72", "#5fb3ab", "#b35a00", "#d5dbe5"];
const HEIGHT: f32 = 380.0;
/// Between two names.
const APART: f32 = 14.0;

/// Lays the chart out as SVG.
pub fn draw(chart: &Days, script: Script) -> String {
    let mut sheet = Sheet::new(script);
    let title = sheet.lines((LEFT, 118.0), TITLE, RIGHT - LEFT, &chart.title);
    let top = keys(&mut sheet, chart, title + 64.0) + 84.0;
    let base = top + HEIGHT;
    let shown = &chart.days[chart.days.len().saturating_sub(MOST)..];
    let most = shown.iter().map(Day::total).max().unwrap_or(0).max(1);
    let column = (RIGHT - LEFT) / shown.len().max(1) as f32;
    for (number, day) in shown.iter().enumerate() {
        bar(&mut sheet, day, (LEFT + column * (number as f32 + 0.5), column), base, HEIGHT / most as f32);
    }
    names(&mut sheet, shown, column, base + 44.0);
    sheet.shape(format_args!(r#"<path d="M{LEFT} {base}H{RIGHT}" stroke="{MUTED}" stroke-width="3"/>"#));
    sheet.finish(base + 92.0, "")
}

/// The colours with their names and sums; returns the baseline of the last line.
fn keys(sheet: &mut Sheet, chart: &Days, mut y: f32) -> f32 {
    let mut x = LEFT;
    for (number, kind) in chart.kinds.iter().enumerate() {
        let sum: u64 = chart.days.iter().map(|day| u64::from(day.counts[number])).sum();
        let text = format!("{kind} {sum}");
        let width = KEY.width(&sheet.written(&text));
        if x > LEFT && x + 44.0 + width > RIGHT {
            (x, y) = (LEFT, y + KEY.leading() + 8.0);
        }
        let (top, fill) = (y - 27.0, FILLS[number]);
        sheet.shape(format_args!(r#"<rect x="{x:.1}" y="{top:.1}" width="32" height="32" rx="6" fill="{fill}"/>"#));
        sheet.line((x + 44.0, y), KEY, RIGHT - x - 44.0, &text);
        x += 44.0 + width + 40.0;
    }
    y
}

fn bar(sheet: &mut Sheet, day: &Day, (middle, column): (f32, f32), base: f32, step: f32) {
    let width = (column * 0.7).min(90.0);
    let (x, mut y) = (middle - width / 2.0, base);
    for (count, fill) in day.counts.iter().zip(FILLS).filter(|(count, _)| **count > 0) {
        let height = *count as f32 * step;
        y -= height;
        sheet.shape(format_args!(
            r#"<rect data-count="{count}" x="{x:.2}" y="{y:.2}" width="{width:.2}" height="{height:.2}" fill="{fill}"/>"#
        ));
    }
    if day.total() > 0 {
        sheet.line((middle, y - 12.0), TOTAL.at(Anchor::Middle), column, &day.total().to_string());
    } else {
        sheet.shape(format_args!(
            r#"<rect x="{x:.2}" y="{:.2}" width="{width:.2}" height="4" fill="{FAINT}"/>"#,
            base - 4.0
        ));
    }
}

/// The names below the bars, if need be only of every second or third day, the last one's always.
fn names(sheet: &mut Sheet, days: &[Day], column: f32, base: f32) {
    let widest = days.iter().map(|day| NAME.width(&day.name)).fold(0.0, f32::max) + APART;
    let step = (widest / column).ceil().max(1.0) as usize;
    for (number, day) in days.iter().enumerate().rev().step_by(step) {
        let middle = LEFT + column * (number as f32 + 0.5);
        sheet.line((middle, base), NAME.at(Anchor::Middle), column * step as f32, &day.name);
    }
}
