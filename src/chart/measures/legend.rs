//! What tells bars apart beside their names: colours that differ in lightness too, hatching, the lines that tie a balance
//! to the parts that it lies between; and the small print.

use super::{Panel, Role, THICK};
use crate::chart::font::Weight;
use crate::chart::sheet::{FAINT, INK, LEFT, MUTED, RIGHT, Sheet, Type};

/// The pattern of a balance.
pub const HATCH: &str = concat!(
    r##"<pattern id="hatch" width="16" height="16" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">"##,
    r##"<rect width="16" height="16" fill="#c22f3a"/><rect width="6" height="16" fill="#ef9aa0"/></pattern>"##
);

/// Names that need two lines.
pub const SMALL_NAME: Type = Type::new(32.0, Weight::Regular, INK);
const NOTE: Type = Type::new(28.0, Weight::Regular, MUTED);

/// The colour of a bar; white is legible on all that hold text.
pub fn fill(role: Role) -> &'static str {
    match role {
        Role::Whole => "#1d3f72",
        Role::Part(number) if number % 2 == 0 => "#0c7f78",
        Role::Part(_) => "#b35a00",
        Role::Balance => "url(#hatch)",
    }
}

/// Dashed lines from the ends of the parts down to the ends of the balance between them.
pub fn bridges(sheet: &mut Sheet, panel: &Panel, x: &dyn Fn(f64) -> f32, tops: &[f32]) {
    let rows = || panel.bars.iter().zip(tops);
    for (balance, end) in rows().filter(|(bar, _)| bar.role == Role::Balance) {
        for value in [balance.span.0, balance.span.1] {
            let part = rows().find(|(bar, _)| matches!(bar.role, Role::Part(_)) && bar.span.1 == value);
            let Some((_, start)) = part else { continue };
            sheet.shape(format_args!(
                r#"<path d="M{0:.1} {1:.1}V{2:.1}" stroke="{MUTED}" stroke-width="3" stroke-dasharray="4 7"/>"#,
                x(value),
                start + THICK,
                end
            ));
        }
    }
}

/// Sets the small print below a line at `top` and returns the baseline of its last line.
pub fn notes(sheet: &mut Sheet, notes: &[String], top: f32) -> f32 {
    sheet.shape(format_args!(r#"<path d="M{LEFT} {top}H{RIGHT}" stroke="{FAINT}" stroke-width="2"/>"#));
    let next =
        |sheet: &mut Sheet, y: f32, note: &String| sheet.lines((LEFT, y + NOTE.leading()), NOTE, RIGHT - LEFT, note);
    notes.iter().fold(top + 10.0, |y, note| next(sheet, y, note))
}
