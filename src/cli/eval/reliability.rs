//! How far the confidence of answers can be trusted: answers by confidence, beside the share of them that is right.

use std::io::{self, Write};

use super::table::lay_out;
use crate::reply::Verdict;
use crate::scoring::judge::Outcome;
use crate::scoring::trial::Trial;

/// The least confidence of each bin; a bin ends where the next one starts, the last at 1, which is in it. Narrow where
/// most answers are.
const BINS: [f64; 6] = [0.0, 0.3, 0.5, 0.7, 0.9, 0.97];
const HEADS: [&str; 5] = ["confidence", "answers", "mean", "right", "gap"];

/// Answers of like confidence.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Bin {
    answers: u32,
    right: u32,
    /// Sum of their confidences.
    confidence: f64,
}

impl Bin {
    fn mean(self) -> f64 {
        self.confidence / f64::from(self.answers.max(1))
    }

    fn share_right(self) -> f64 {
        f64::from(self.right) / f64::from(self.answers.max(1))
    }

    /// How much larger the share of right answers is than their confidence; less than 0 if they promise too much.
    fn gap(self) -> f64 {
        self.share_right() - self.mean()
    }
}

/// Writes the table of the answers among `trials`, questions back and declines left out, and their expected
/// calibration error.
///
/// # Errors
/// If it cannot be written.
pub fn write(out: &mut impl Write, trials: &[Trial]) -> io::Result<()> {
    let answers = trials.iter().filter(|trial| trial.reply.verdict == Verdict::Answer);
    let bins = bins(answers.map(|t| (f64::from(t.reply.confidence), t.judgement.outcome == Outcome::Right)));
    let mut rows = vec![HEADS.map(str::to_owned)];
    for (at, bin) in bins.iter().enumerate() {
        let end = BINS.get(at + 1).map_or("1]".to_owned(), |end| format!("{end})"));
        rows.push(cells(format!("[{}, {end}", BINS[at]), *bin));
    }
    rows.push(cells("all".to_owned(), all(&bins)));
    for line in lay_out(&rows) {
        writeln!(out, "  {line}")?;
    }
    writeln!(out, "  expected calibration error {:.3}\n", calibration_error(&bins))
}

fn cells(caption: String, bin: Bin) -> [String; 5] {
    let told = |value: String| if bin.answers == 0 { "-".to_owned() } else { value };
    [
        caption,
        bin.answers.to_string(),
        told(format!("{:.3}", bin.mean())),
        told(format!("{:.3}", bin.share_right())),
        told(format!("{:+.3}", bin.gap())),
    ]
}

/// The bins of answers, each given by its confidence and whether it is right.
fn bins(answers: impl Iterator<Item = (f64, bool)>) -> [Bin; BINS.len()] {
    let mut bins = [Bin::default(); BINS.len()];
    for (confidence, right) in answers {
        let bin = &mut bins[BINS.partition_point(|least| *least <= confidence).max(1) - 1];
        bin.answers += 1;
        bin.right += u32::from(right);
        bin.confidence += confidence;
    }
    bins
}

fn all(bins: &[Bin]) -> Bin {
    bins.iter().fold(Bin::default(), |sum, bin| Bin {
        answers: sum.answers + bin.answers,
        right: sum.right + bin.right,
        confidence: sum.confidence + bin.confidence,
    })
}

/// The expected calibration error, 0 to 1: the gaps of the bins without their signs, each weighed by its share of the
/// answers (Guo et al. 2017, On Calibration of Modern Neural Networks, equation 3; our bins are not equally wide).
fn calibration_error(bins: &[Bin]) -> f64 {
    let answers = f64::from(all(bins).answers.max(1));
    bins.iter().map(|bin| f64::from(bin.answers) / answers * bin.gap().abs()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_in_one_bin_by_its_confidence() {
        let confidences = [0.0, 0.29, 0.3, 0.5, 0.69, 0.97, 1.0];
        let bins = bins(confidences.into_iter().map(|confidence| (confidence, true)));
        assert_eq!(bins.map(|bin| bin.answers), [2, 1, 2, 0, 0, 2]);
        let sum = all(&bins);
        assert_eq!((sum.answers, sum.right, sum.confidence), (7, 7, confidences.iter().sum()));
    }

    #[test]
    fn the_error_weighs_each_gap_by_its_answers() {
        let sure = [(1.0, true), (1.0, false)].into_iter().cycle().take(6);
        let unsure = [(0.5, true), (0.5, false)].into_iter();
        let bins = bins(sure.chain(unsure));
        assert_eq!(bins[5].gap(), -0.5);
        assert_eq!(bins[2].gap(), 0.0);
        assert_eq!(calibration_error(&bins), 0.75 * 0.5);
        assert_eq!(calibration_error(&super::bins(std::iter::empty())), 0.0);
    }
}
