//! The table of a set: one row a register, aligned by what a terminal shows, and the times.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::tally::Tally;
use super::trial::Trial;

const HEADS: [&str; 7] = ["register", "questions", "right", "% right", "wrong", "clarify", "declined"];

/// Writes the table of the set `name`.
///
/// # Errors
/// If it cannot be written.
pub fn write(out: &mut impl Write, name: &str, trials: &[Trial]) -> io::Result<()> {
    writeln!(out, "{name}")?;
    for line in lay_out(&rows(trials)) {
        writeln!(out, "  {line}")?;
    }
    let mut micros: Vec<u64> = trials.iter().flat_map(|trial| trial.micros.iter().copied()).collect();
    micros.sort_unstable();
    writeln!(out, "  a reply takes {} µs at p50, {} µs at p99\n", quantile(&micros, 50), quantile(&micros, 99))
}

fn rows(trials: &[Trial]) -> Vec<[String; 7]> {
    let mut registers: Vec<&str> = Vec::new();
    for trial in trials {
        if !registers.contains(&trial.question.register.as_str()) {
            registers.push(&trial.question.register);
        }
    }
    let by_register = registers.iter().map(|register| {
        let of_it = trials.iter().filter(|trial| trial.question.register == *register);
        cells(register, Tally::of(of_it))
    });
    let mut rows = vec![HEADS.map(str::to_owned)];
    rows.extend(by_register);
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
fn lay_out<const N: usize>(rows: &[[String; N]]) -> Vec<String> {
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
