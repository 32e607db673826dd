//! Candidate search: which targets hold the words and marks of a question, and which of their rows fits best.
//!
//! Posting lists tell how much of the question each target holds in all its rows together. That bounds how well any
//! one of its rows can fit, so only the rows of the most promising targets are read (after the threshold algorithm of
//! Fagin, Lotem and Naor 2003).

mod rows;

use std::cell::RefCell;

use self::rows::{Rows, SUPPORT};
use super::asked::Asked;
use super::features::{Fit, Matched, Reached};
use super::index::{Index, Posting, RowId, TargetId};
use crate::text::lexicon::WordId;

/// How many candidates get the full features.
const SHORTLIST: usize = 12;

/// How many targets are read, more than are listed since some turn out worse than they promised: those that promise most,
/// and those whose marks do, where words weigh next to nothing.
const READ: usize = 24;
const READ_FOR_MARKS: usize = 6;

/// Share of the marks' weight that is left to those which find no targets of their own.
const COMMON_MARKS: f32 = 0.4;

/// Share of a word's weight under which it finds no targets.
const WEAK: f32 = 0.45;

/// Best fit of a row, words and marks both at one.
const BEST_ROUGH: f32 = 4.0;

/// The rows that a search leaves out; for fitting and for tests.
pub type Skip<'a> = &'a dyn Fn(RowId) -> bool;

/// A target that holds something of the question, by its best row.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    /// What was found.
    pub target: TargetId,
    /// The row of it that fits best.
    pub row: RowId,
    /// What that row holds of the question.
    pub matched: Matched,
    /// What all rows and the answer hold of it.
    pub reached: Reached,
    /// How well its rows fit.
    pub fit: Fit,
}

/// Accumulators by target and row; all as new between questions.
#[derive(Default)]
struct Scratch {
    reached: Vec<Reached>,
    /// The candidates; behind `found` of them there is room for all targets.
    touched: Vec<TargetId>,
    found: usize,
    rows: Rows,
}

impl Scratch {
    fn make_room(&mut self, index: &Index) {
        self.reached.resize(index.targets.len(), Reached::default());
        self.touched.resize(index.targets.len() + 1, 0);
        self.rows.make_room(index);
    }

    /// Adds to the targets of a posting, which become candidates. Like all that runs once for each target of a posting it
    /// has no branch that depends on what the target holds: guessed wrong, one costs more than all the rest.
    fn find(&mut self, posting: Posting<'_>, skip: Option<Skip<'_>>, add: impl Fn(&mut Reached)) {
        for (place, &target) in posting.targets.iter().enumerate() {
            if skip.is_some_and(|skip| posting.rows_at(place).iter().all(|&row| skip(row))) {
                continue;
            }
            let held = &mut self.reached[target as usize];
            self.touched[self.found] = target;
            self.found += usize::from(!held.is_candidate());
            add(held);
        }
    }

    /// Adds to the targets of a posting that are candidates already; `add` is told a share of 1 for those, else 0.
    fn add(&mut self, posting: Posting<'_>, skip: Option<Skip<'_>>, add: impl Fn(&mut Reached, f32)) {
        for (place, &target) in posting.targets.iter().enumerate() {
            if skip.is_some_and(|skip| posting.rows_at(place).iter().all(|&row| skip(row))) {
                continue;
            }
            let held = &mut self.reached[target as usize];
            let share = held.share();
            add(held, share);
        }
    }

    /// The candidates.
    fn candidates(&self) -> &[TargetId] {
        &self.touched[..self.found]
    }

    /// Makes all as new again.
    fn clear(&mut self) {
        let Scratch { reached, touched, found, .. } = self;
        touched[..*found].iter().for_each(|&target| reached[target as usize] = Reached::default());
        *found = 0;
    }
}

thread_local! {
    /// Accumulators, kept from one question to the next so that none allocates them.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// The targets whose rows fit best, best first.
pub fn search(asked: &Asked<'_>, index: &Index, skip: Option<Skip<'_>>) -> Vec<Found> {
    SCRATCH.with_borrow_mut(|scratch| {
        scratch.make_room(index);
        reach(asked, index, scratch, skip);
        let found = shortlist(asked, index, scratch, skip);
        scratch.clear();
        found
    })
}

/// Adds up how much of the question each target holds, in all its rows together and in its answer.
fn reach(asked: &Asked<'_>, index: &Index, scratch: &mut Scratch, skip: Option<Skip<'_>>) {
    // Words that are only told on the way, and parties, find nothing of their own.
    let telling = |&&(word, weight): &&(WordId, f32)| weight > 0.0 && weight >= WEAK * index.word_weight(word);
    let words = &asked.profile.words;
    for &(word, weight) in words.iter().filter(telling) {
        scratch.find(index.words.of(word), skip, |held| held.words += weight);
    }
    // The rarest marks find the targets; the common ones, which stand in most, only add to what is found.
    let weighty = asked.profile.marks.iter().filter(|(_, weight)| *weight > 0.0);
    let mut marks: Vec<u64> = weighty.map(|&(mark, weight)| falling(weight, mark)).collect();
    marks.sort_unstable();
    let marks = || marks.iter().map(|&key| of_falling(key));
    let total: f32 = marks().map(|(weight, _)| weight).sum();
    let mut rest = total;
    for (weight, mark) in marks() {
        let posting = index.marks.of(mark);
        if rest > COMMON_MARKS * total {
            scratch.find(posting, skip, |held| held.marks += weight);
        } else {
            scratch.add(posting, skip, |held, share| held.marks += share * weight);
        }
        rest -= weight;
    }
    for &(word, weight) in words.iter().filter(|word| word.1 > 0.0 && !telling(word)) {
        scratch.add(index.words.of(word), skip, |held, share| held.words += share * weight);
    }
    answers(asked, index, &mut scratch.reached);
}

/// Adds what the answers hold, and what is known at all, to the targets that their rows have made candidates.
fn answers(asked: &Asked<'_>, index: &Index, reached: &mut [Reached]) {
    for &(word, weight) in &asked.profile.words {
        let posting = index.words.of(word);
        for &target in posting.answers {
            let held = &mut reached[target as usize];
            held.answer_words += held.share() * weight;
        }
        for &target in posting.targets.iter().chain(posting.known) {
            let held = &mut reached[target as usize];
            held.known_words += held.share() * weight;
        }
    }
    for &(mark, weight) in &asked.profile.marks {
        for &target in index.marks.of(mark).answers {
            let held = &mut reached[target as usize];
            held.answer_marks += held.share() * weight;
        }
    }
}

/// The targets with the best rows, best first.
fn shortlist(asked: &Asked<'_>, index: &Index, scratch: &mut Scratch, skip: Option<Skip<'_>>) -> Vec<Found> {
    let (reached, touched) = (&scratch.reached, scratch.candidates());
    let mut targets = foremost(touched, READ, |target| bound(asked, reached[target as usize]));
    targets.extend(foremost(touched, READ_FOR_MARKS, |target| reached[target as usize].marks));
    targets.sort_unstable();
    targets.dedup();
    let best = scratch.rows.best(asked, index, &targets, skip);
    let reached = &scratch.reached;
    let mut order: Vec<u64> = (0..).zip(&best).map(|(at, best)| falling(best.rough, at)).collect();
    order.sort_unstable();
    let top = order.first().map_or(1.0, |&key| of_falling(key).0).max(f32::MIN_POSITIVE);
    let found = |key: u64| {
        let best = &best[of_falling(key).1 as usize];
        let target = index.rows[best.row as usize].target;
        let fit = Fit {
            best: best.rough / BEST_ROUGH,
            of_all: best.rough / top,
            support: best.fits.iter().sum::<f32>() / BEST_ROUGH / SUPPORT as f32,
        };
        Found { target, row: best.row, matched: best.matched(asked, index), reached: reached[target as usize], fit }
    };
    order.into_iter().take(SHORTLIST).map(found).collect()
}

/// The targets that promise most, in no order.
fn foremost(targets: &[TargetId], most: usize, promise: impl Fn(TargetId) -> f32) -> Vec<TargetId> {
    let mut keys: Vec<u64> = targets.iter().map(|&target| falling(promise(target), target)).collect();
    if keys.len() > most {
        keys.select_nth_unstable(most);
        keys.truncate(most);
    }
    keys.into_iter().map(|key| of_falling(key).1).collect()
}

/// A key by which what weighs most sorts first, and of equals the lesser id. Weights are not negative, so their bits
/// sort as they do.
fn falling(weight: f32, id: u32) -> u64 {
    u64::from(!weight.to_bits()) << 32 | u64::from(id)
}

/// Weight and id of such a key.
fn of_falling(key: u64) -> (f32, u32) {
    (f32::from_bits(!((key >> 32) as u32)), key as u32)
}

/// The most that a row of a target can fit which reaches so much: one that holds just that.
fn bound(asked: &Asked<'_>, reached: Reached) -> f32 {
    let words = 2.0 * reached.words / (asked.profile.word_mass + reached.words).max(1e-6);
    let marks = 2.0 * reached.marks / (asked.profile.mark_mass + reached.marks).max(1e-6);
    words + marks
}
