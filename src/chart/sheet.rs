//! The sheet on which a chart is laid out: a light card on an opaque ground, so that it is legible in any theme, and the
//! few shapes that charts are made of. Coordinates are pixels from the top left.

use std::fmt::Write;

use super::font::{self, Weight};
use crate::text::script::Script;

/// Width of every chart.
pub const WIDTH: f32 = 1080.0;
/// Left and right end of what a card holds.
pub const LEFT: f32 = 76.0;
/// See [`LEFT`].
pub const RIGHT: f32 = WIDTH - LEFT;

/// From the edge of the picture to the card.
const MARGIN: f32 = 24.0;
/// Of the smallest size to which a text is shrunk before it is cut.
const SMALLEST: f32 = 0.72;
/// From one line of a text to the next, in its size.
const LEADING: f32 = 1.3;

/// What is read.
pub const INK: &str = "#16202e";
/// What is read last.
pub const MUTED: &str = "#566173";
/// Lines that only guide.
pub const FAINT: &str = "#cfd6e1";
/// Text on a coloured bar, and the card.
pub const PAPER: &str = "#ffffff";
const GROUND: &str = "#e6ebf3";

/// Where a text stands from its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// It is centred there.
    Middle,
    /// It ends there.
    End,
}

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Type {
    /// Height of the letters' body.
    pub size: f32,
    /// Thickness.
    pub weight: Weight,
    /// Colour.
    pub fill: &'static str,
    /// Where it stands from its point.
    pub anchor: Anchor,
}

impl Type {
    /// Begins at its point.
    pub const fn new(size: f32, weight: Weight, fill: &'static str) -> Type {
        Type { size, weight, fill, anchor: Anchor::Start }
    }

    /// The same, standing otherwise.
    #[must_use]
    pub const fn at(self, anchor: Anchor) -> Type {
        Type { anchor, ..self }
    }

    /// From one line to the next.
    pub fn leading(self) -> f32 {
        self.size * LEADING
    }

    /// From the middle of a line's letters down to its baseline.
    pub fn drop(self) -> f32 {
        self.size * 0.36
    }

    /// Width of a text, in pixels.
    pub fn width(self, text: &str) -> f32 {
        font::width(text, self.size, self.weight)
    }
}

/// A chart in the making.
pub struct Sheet {
    body: String,
    script: Script,
}

impl Sheet {
    /// An empty sheet; Chinese is written in this script.
    pub fn new(script: Script) -> Sheet {
        Sheet { body: String::new(), script }
    }

    /// A text as it is written on this sheet.
    pub fn written(&self, text: &str) -> String {
        self.script.write(text).into_owned()
    }

    /// Sets a line on the baseline `y`, shrunk or cut if it is wider than `room`.
    pub fn line(&mut self, (x, y): (f32, f32), kind: Type, room: f32, text: &str) {
        let (text, kind) = fitted(&self.written(text), kind, room);
        let anchor = match kind.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let (size, weight, fill) = (kind.size, font::stroke(kind.weight).0, kind.fill);
        let _ = writeln!(
            self.body,
            r#"<text x="{x:.1}" y="{y:.1}" font-size="{size:.1}" font-weight="{weight}" fill="{fill}" text-anchor="{anchor}">{}</text>"#,
            escaped(&text)
        );
    }

    /// Sets a text in as many lines as it needs and returns the baseline of the last.
    pub fn lines(&mut self, place: (f32, f32), kind: Type, room: f32, text: &str) -> f32 {
        let lines = wrapped(&self.written(text), kind, room);
        self.set(place, kind, room, &lines)
    }

    /// As [`Sheet::lines`], of about one length each, around the middle `y`.
    pub fn name(&mut self, (x, y): (f32, f32), kind: Type, room: f32, text: &str) {
        let lines = even(&self.written(text), kind, room);
        let above = (lines.len() as f32 - 1.0) * kind.leading() / 2.0;
        self.set((x, y + kind.drop() - above), kind, room, &lines);
    }

    fn set(&mut self, (x, y): (f32, f32), kind: Type, room: f32, lines: &[String]) -> f32 {
        let mut at = y;
        for (number, line) in lines.iter().enumerate() {
            at = y + kind.leading() * number as f32;
            self.line((x, at), kind, room, line);
        }
        at
    }

    /// Adds a shape.
    pub fn shape(&mut self, svg: std::fmt::Arguments<'_>) {
        let _ = self.body.write_fmt(svg);
        self.body.push('\n');
    }

    /// The whole drawing; what it holds ends at `bottom`. `defs` are the patterns that shapes name.
    pub fn finish(self, bottom: f32, defs: &str) -> String {
        let height = (bottom + MARGIN).ceil();
        let (card, tall) = (WIDTH - 2.0 * MARGIN, height - 2.0 * MARGIN);
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" font-family="{}">
<defs>{defs}</defs>
<rect width="{WIDTH}" height="{height}" fill="{GROUND}"/>
<rect x="{MARGIN}" y="{MARGIN}" width="{card}" height="{tall}" rx="36" fill="{PAPER}"/>
{}</svg>
"#,
            font::FAMILY,
            self.body
        )
    }
}

/// A line that is no wider than `room`.
fn fitted(text: &str, kind: Type, room: f32) -> (String, Type) {
    let share = (room / kind.width(text).max(1.0)).clamp(SMALLEST, 1.0);
    let kind = Type { size: kind.size * share, ..kind };
    let mut text = text.to_owned();
    while kind.width(&text) > room + 0.5 && text.chars().count() > 1 {
        text.truncate(text.trim_end_matches('…').char_indices().next_back().map_or(0, |(at, _)| at));
        text.push('…');
    }
    (text, kind)
}

/// The lines of a text: broken at spaces, Chinese between any two characters but before a mark.
fn wrapped(text: &str, kind: Type, room: f32) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for piece in pieces(text) {
        let last = lines.last().map_or("", String::as_str);
        if !last.is_empty() && kind.width(&format!("{last}{}", piece.trim_end())) > room {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(piece);
        }
    }
    lines.into_iter().map(|line| line.trim().to_owned()).collect()
}

/// As [`wrapped`], in as many lines, but no wider than need be.
fn even(text: &str, kind: Type, room: f32) -> Vec<String> {
    let lines = wrapped(text, kind, room);
    let least = kind.width(text) / lines.len() as f32;
    let narrower = (0..8).map(|step| wrapped(text, kind, least + (room - least) * step as f32 / 8.0));
    narrower.into_iter().find(|other| other.len() == lines.len()).unwrap_or(lines)
}

/// What is never torn apart.
fn pieces(text: &str) -> Vec<&str> {
    let (mut pieces, mut start) = (Vec::new(), 0);
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let joins = |c: char| !crate::text::is_han(c) && !c.is_whitespace();
        let torn =
            at > start && (before.is_whitespace() || !joins(before) && !closes(c) || !joins(c) && !opens(before));
        if torn && !c.is_whitespace() {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = c;
    }
    pieces.push(&text[start..]);
    pieces
}

fn closes(c: char) -> bool {
    "，。、；：？！）》〉”’…".contains(c)
}

fn opens(c: char) -> bool {
    "（《〈“‘".contains(c)
}

fn escaped(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    plain.collect::<String>().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
