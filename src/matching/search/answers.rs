//! What the answers of the few targets on the shortlist hold of a question, and what is known of it at all.

use super::{SHORTLIST, Sought};
use crate::matching::features::Reached;
use crate::matching::index::{Index, TargetId};

/// Sums that there is room for: one for each target of the shortlist, and one for all others.
const SUMS: usize = 16;
/// Where that one stands.
const OTHERS: u8 = SHORTLIST as u8;

/// Which sum is each target's: all are others' between questions.
#[derive(Default)]
pub struct Answers {
    sum_of: Vec<u8>,
}

impl Answers {
    /// Makes room for the targets of an index.
    pub fn make_room(&mut self, index: &Index) {
        self.sum_of.resize(index.targets.len(), OTHERS);
    }

    /// What is told by each of these targets, of which there are no more than the shortlist has, in their order. A posting's targets are
    /// added wherever they belong, without a look whether that is on the list: a branch would be guessed wrong too often.
    pub fn of(&mut self, sought: &Sought<'_>, targets: impl Iterator<Item = TargetId> + Clone) -> [Reached; SUMS] {
        let sum_of = &mut self.sum_of;
        (0..OTHERS).zip(targets.clone()).for_each(|(at, target)| sum_of[target as usize] = at);
        let mut sums = [Reached::default(); SUMS];
        let at = |target: &TargetId| usize::from(sum_of[*target as usize]) % SUMS;
        for (posting, weight) in &sought.words {
            posting.answers.iter().for_each(|target| sums[at(target)].answer_words += weight);
            posting.targets.iter().chain(posting.known).for_each(|target| sums[at(target)].known_words += weight);
        }
        for (posting, weight) in &sought.marks {
            posting.answers.iter().for_each(|target| sums[at(target)].answer_marks += weight);
        }
        targets.for_each(|target| sum_of[target as usize] = OTHERS);
        sums
    }
}
