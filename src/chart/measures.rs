//! The chart of figures: a panel for each period, a bar for each figure on one scale, a goal as a dashed line. What two
//! bars differ by floats between their ends, so that a deficit is seen as the gap that it is.

mod legend;

use super::font::Weight;
use super::sheet::{Anchor, FAINT, INK, LEFT, MUTED, PAPER, RIGHT, Sheet, Type};
use crate::text::script::Script;

/// Figures by period.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Measures {
    /// What it shows.
    pub title: String,
    /// One a period, from top to bottom.
    pub panels: Vec<Panel>,
    /// The small print, a line each.
    pub notes: Vec<String>,
}

/// The figures of one period.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Panel {
    /// The period.
    pub heading: String,
    /// What is said of the period as a whole, perhaps nothing.
    pub remark: String,
    /// From top to bottom.
    pub bars: Vec<Bar>,
    /// What the whole should reach.
    pub goal: Option<Goal>,
}

/// What a bar is to the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The sum.
    Whole,
    /// A part of it: its number among the parts.
    Part(usize),
    /// The difference of two parts.
    Balance,
}

/// One figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Id of the figure, or nothing if it was computed.
    pub figure: Option<String>,
    /// What is measured.
    pub name: String,
    /// Where it begins and ends on the scale; both ends from 0 up.
    pub span: (f64, f64),
    /// The value in words, with its unit.
    pub label: String,
    /// What it is to the others.
    pub role: Role,
}

impl Bar {
    /// The higher of its ends.
    fn end(&self) -> f64 {
        self.span.0.max(self.span.1)
    }
}

/// What a whole should reach.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// On the scale of the bars.
    pub value: f64,
    /// What is said at its line.
    pub label: String,
}

const TITLE: Type = Type::new(60.0, Weight::Bold, INK);
const HEADING: Type = Type::new(44.0, Weight::Bold, INK);
const REMARK: Type = Type::new(34.0, Weight::Regular, MUTED);
const NAME: Type = Type::new(36.0, Weight::Regular, INK);
const VALUE: Type = Type::new(42.0, Weight::Bold, INK);

/// Width of the column of names at most, and between it and the bars.
const NAMES: f32 = 300.0;
const GUTTER: f32 = 28.0;
/// Height of a bar, and from one to the next.
const THICK: f32 = 76.0;
const GAP: f32 = 30.0;
/// From a bar's end to its value.
const PAD: f32 = 18.0;
/// How far a goal's line reaches over its bar.
const OVER: f32 = 16.0;

/// Where values stand.
#[derive(Clone, Copy)]
struct Scale {
    zero: f32,
    step: f32,
    names: Type,
}

impl Scale {
    fn x(self, value: f64) -> f32 {
        self.zero + value as f32 * self.step
    }
}

/// Lays the chart out as SVG.
pub fn draw(chart: &Measures, script: Script) -> String {
    let mut sheet = Sheet::new(script);
    let scale = scale(chart, &sheet);
    let mut y = sheet.lines((LEFT, 126.0), TITLE, RIGHT - LEFT, &chart.title) + 34.0;
    for panel in &chart.panels {
        y = draw_panel(&mut sheet, panel, scale, y);
    }
    let bottom = legend::notes(&mut sheet, &chart.notes, y + 14.0);
    sheet.finish(bottom + 44.0, legend::HATCH)
}

fn scale(chart: &Measures, sheet: &Sheet) -> Scale {
    let bars = || chart.panels.iter().flat_map(|panel| &panel.bars);
    let widest = bars().map(|bar| NAME.width(&sheet.written(&bar.name))).fold(0.0, f32::max);
    let zero = LEFT + widest.min(NAMES) + GUTTER;
    let names = if widest > NAMES { legend::SMALL_NAME } else { NAME };
    let goals = chart.panels.iter().filter_map(|panel| panel.goal.as_ref()).map(|goal| goal.value);
    let most = bars().map(Bar::end).chain(goals).fold(0.0, f64::max);
    let whole = if most > 0.0 { (RIGHT - zero) / most as f32 } else { 0.0 };
    // No text is legible on hatching or on the lines to it, so that the values beside a balance need room behind the bars.
    let behind = |bar: &Bar| (RIGHT - zero - room(sheet, bar)).max((RIGHT - zero) / 3.0);
    let balanced = chart.panels.iter().filter(|panel| panel.bars.iter().any(|bar| bar.role == Role::Balance));
    let beside = balanced.flat_map(|panel| &panel.bars).filter(|bar| bar.end() > 0.0);
    let step = beside.map(|bar| behind(bar) / bar.end() as f32).fold(whole, f32::min);
    Scale { zero, step, names }
}

/// Width of a bar's value, with what must be free around it.
fn room(sheet: &Sheet, bar: &Bar) -> f32 {
    VALUE.width(&sheet.written(&bar.label)) + 2.0 * PAD
}

/// Draws a panel from `top` on and returns where it ends.
fn draw_panel(sheet: &mut Sheet, panel: &Panel, scale: Scale, top: f32) -> f32 {
    sheet.shape(format_args!(r#"<path d="M{LEFT} {top}H{RIGHT}" stroke="{FAINT}" stroke-width="2"/>"#));
    let base = draw_heading(sheet, panel, top + 62.0);
    let first = base + 34.0;
    let places: Vec<f32> = (0..panel.bars.len()).map(|row| first + row as f32 * (THICK + GAP)).collect();
    let last = places.last().map_or(first, |top| top + THICK);
    sheet.shape(format_args!(
        r#"<path d="M{0:.1} {1:.1}V{2:.1}" stroke="{MUTED}" stroke-width="3"/>"#,
        scale.zero,
        first - 8.0,
        last + 8.0
    ));
    for (bar, &top) in panel.bars.iter().zip(&places) {
        draw_bar(sheet, bar, scale, top, panel.goal.as_ref());
    }
    legend::bridges(sheet, panel, &|value| scale.x(value), &places);
    let end = match &panel.goal {
        Some(goal) => draw_goal(sheet, goal, scale, first, last),
        None => last,
    };
    end + 44.0
}

/// Sets heading and remark, in one line if there is room; returns the baseline of the last.
fn draw_heading(sheet: &mut Sheet, panel: &Panel, base: f32) -> f32 {
    sheet.line((LEFT, base), HEADING, RIGHT - LEFT, &panel.heading);
    let room = RIGHT - LEFT - HEADING.width(&sheet.written(&panel.heading)) - GUTTER;
    if panel.remark.is_empty() {
        base
    } else if REMARK.width(&sheet.written(&panel.remark)) <= room {
        sheet.line((RIGHT, base), REMARK.at(Anchor::End), room, &panel.remark);
        base
    } else {
        sheet.lines((LEFT, base + 50.0), REMARK, RIGHT - LEFT, &panel.remark)
    }
}

fn draw_bar(sheet: &mut Sheet, bar: &Bar, scale: Scale, top: f32, goal: Option<&Goal>) {
    let (from, to) = (scale.x(bar.span.0.min(bar.span.1)), scale.x(bar.span.0.max(bar.span.1)));
    let (width, fill, middle) = ((to - from).max(3.0), legend::fill(bar.role), top + THICK / 2.0);
    let id = bar.figure.as_deref().unwrap_or_default();
    sheet.shape(format_args!(
        r#"<rect data-figure="{id}" x="{from:.2}" y="{top:.2}" width="{width:.2}" height="{THICK}" rx="6" fill="{fill}"/>"#
    ));
    sheet.name((LEFT, middle), scale.names, scale.zero - LEFT - GUTTER + 1.0, &bar.name);
    let needed = room(sheet, bar);
    let goal = goal.map_or(RIGHT + PAD, |goal| scale.x(goal.value));
    let base = middle + VALUE.drop();
    if to + needed <= goal || needed > width || bar.role == Role::Balance {
        sheet.line((to + PAD, base), VALUE, RIGHT - to - PAD, &bar.label);
    } else {
        let inside = Type { fill: PAPER, ..VALUE.at(Anchor::End) };
        sheet.line((to - PAD, base), inside, width, &bar.label);
    }
}

/// Draws the line of a goal across the bars and what it means below; returns where that ends.
fn draw_goal(sheet: &mut Sheet, goal: &Goal, scale: Scale, first: f32, last: f32) -> f32 {
    let (x, bottom) = (scale.x(goal.value), last + OVER);
    sheet.shape(format_args!(
        r#"<path d="M{x:.1} {0:.1}V{bottom:.1}" stroke="{INK}" stroke-width="5" stroke-dasharray="12 8"/>"#,
        first - OVER,
    ));
    let kind = Type { fill: INK, ..REMARK };
    let width = kind.width(&sheet.written(&goal.label));
    let base = bottom + kind.size + 4.0;
    let end = (x + width / 2.0).clamp(LEFT + width.min(RIGHT - LEFT), RIGHT);
    sheet.line((end, base), kind.at(Anchor::End), RIGHT - LEFT, &goal.label);
    base + 6.0
}
