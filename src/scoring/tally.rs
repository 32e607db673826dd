//! Counts of outcomes.

use super::judge::Outcome;
use super::trial::Trial;

/// How many questions came out how. `questions` is the sum of the outcomes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// All questions.
    pub questions: u32,
    /// Answered wrongly, or answered where nothing should have been said.
    pub wrong: u32,
    /// Asked back.
    pub clarify: u32,
    /// Declined, or kept silent, where more was expected.
    pub declined: u32,
    /// Twice the questions that are right, those that are half right once.
    halves: u32,
}

impl Tally {
    /// The count of `trials`.
    pub fn of<'t, 'q: 't>(trials: impl IntoIterator<Item = &'t Trial<'q>>) -> Tally {
        let mut tally = Tally::default();
        trials.into_iter().for_each(|trial| tally.add(trial.judgement.outcome));
        tally
    }

    /// The counts of `trials` by the register of their questions, in the order in which the registers first come.
    pub fn by_register<'t>(trials: &'t [Trial]) -> Vec<(&'t str, Tally)> {
        let mut tallies: Vec<(&str, Tally)> = Vec::new();
        for trial in trials {
            let register = trial.question.register.as_str();
            let at = tallies.iter().position(|(known, _)| *known == register).unwrap_or(tallies.len());
            if at == tallies.len() {
                tallies.push((register, Tally::default()));
            }
            tallies[at].1.add(trial.judgement.outcome);
        }
        tallies
    }

    fn add(&mut self, outcome: Outcome) {
        self.questions += 1;
        match outcome {
            Outcome::Right => self.halves += 2,
            Outcome::Wrong => self.wrong += 1,
            Outcome::AskedBack => self.clarify += 1,
            Outcome::HalfRight => (self.clarify, self.halves) = (self.clarify + 1, self.halves + 1),
            Outcome::Declined => self.declined += 1,
        }
    }

    /// Questions that are right, one that is half right counted as 0.5.
    pub fn right(&self) -> f64 {
        f64::from(self.halves) / 2.0
    }

    /// Share of questions that are right, in percent; 0 if there is none.
    pub fn percent(&self) -> f64 {
        if self.questions == 0 { 0.0 } else { 100.0 * self.right() / f64::from(self.questions) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_right_counts_half_and_as_asked_back() {
        let mut tally = Tally::default();
        let outcomes =
            [Outcome::Right, Outcome::HalfRight, Outcome::Wrong, Outcome::AskedBack, Outcome::Declined, Outcome::Right];
        outcomes.into_iter().for_each(|outcome| tally.add(outcome));
        assert_eq!((tally.questions, tally.wrong, tally.clarify, tally.declined), (6, 1, 2, 1));
        assert_eq!(tally.right(), 2.5);
    }
}
