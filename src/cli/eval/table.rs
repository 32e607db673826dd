//! The table of a set: one row a register, aligned by what a terminal shows, and the times.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use crate::scoring::tally::Tally;
use crate::scoring::trial::Trial;

/// Heads of a table of questions as they are written.
pub const BY_REGISTER: [&str; 7] = ["register", "questions", "right", "% right", "wrong", "clarify", "declined"];
/// Heads of a table of damaged questions, all of which are right undamaged.
pub const BY_DAMAGE: [&str; 7] = ["damage", "asked", "right", "% of undamaged", "wrong", "clarify", "declined"];

/// Writes the table of the set `name` under `heads`.
///
/// # Errors
/// If it cannot be written.
pub fn write(out: &mut impl Write, name: &str, heads: &[&str; 7], trials: &[Trial]) -> io::Result<()> {
    writeln!(out, "{name}")?;
    for line in lay_out(&rows(heads, trials)) {
        writeln!(out, "  {line}")?;
    }
    let mut micros: Vec<u64> = trials.iter().flat_map(|trial| trial.micros.iter().copied()).collect();
    micros.sort_unstable();
    writeln!(out, "  a reply takes {} µs at p50, {} µs at p99\n", quantile(&micros, 50), quantile(&micros, 99))
}

fn rows(heads: &[&str; 7], trials: &[Trial]) -> Vec<[String; 7]> {
    let mut rows = vec![heads.map(str::to_owned)];
    rows.extend(Tally::by_register(trials).into_iter().map(|(register, tally)| cells(register, tally)));
    rows.push(cells("all", Tally::of(trials)));
    rows
}

fn cells(caption: &str, tally: Tally) -> [String; 7] {
    [
        caption.to_owned(),
        tally.questions.to_string(),
        tally.right().to_string(),
        format!("{:.1}", tally.percent()),
        tally.wrong.to_string(),
        tally.clarify.to_string(),
        tally.declined.to_string(),
    ]
}

/// The rows as lines: the first column to the left, numbers to the right.
pub fn lay_out<const N: usize>(rows: &[[String; N]]) -> Vec<String> {
    let widths: [usize; N] = std::array::from_fn(|i| rows.iter().map(|row| row[i].width()).max().unwrap_or(0));
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(widths).enumerate().map(|(i, (cell, width))| {
            let space = " ".repeat(width - cell.width());
            if i == 0 { format!("{cell}{space}") } else { format!("{space}{cell}") }
        });
        cells.collect::<Vec<_>>().join("  ")
    };
    rows.iter().map(line).collect()
}

/// The smallest of `sorted` that at least `percent` of them do not exceed; 0 if there is none.
fn quantile(sorted: &[u64], percent: usize) -> u64 {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_align_by_display_width() {
        let rows = [["字体", "1"], ["all", "200"]].map(|row| row.map(str::to_owned));
        assert_eq!(lay_out(&rows), ["字体    1", "all   200"]);
    }

    #[test]
    fn quantiles_are_of_the_values_themselves() {
        let sorted: Vec<u64> = (1..=200).collect();
        assert_eq!((quantile(&sorted, 50), quantile(&sorted, 99), quantile(&[], 99)), (100, 198, 0));
    }
}
