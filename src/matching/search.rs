//! Candidate search: which targets hold the words and marks of a question, and which of their rows fits best.
//!
//! Posting lists tell how much of the question each target holds in all its rows together. That bounds how well any
//! one of its rows can fit, so only the rows of the most promising targets are read (after the threshold algorithm of
//! Fagin, Lotem and Naor 2003).

mod answers;
mod rows;

use std::cell::RefCell;

use self::answers::Answers;
use self::rows::{Rows, SUPPORT};
use super::asked::Asked;
use super::features::{Fit, Matched, Reached};
use super::index::{Index, Posting, RowId, TargetId};

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

/// The postings of what a question says that weighs anything, each with its weight there; looked up once.
struct Sought<'a> {
    words: Vec<(Posting<'a>, f32)>,
    marks: Vec<(Posting<'a>, f32)>,
}

impl<'a> Sought<'a> {
    fn of(asked: &Asked<'_>, index: &'a Index) -> Sought<'a> {
        let weighty = |&(id, weight): &(u32, f32)| (weight > 0.0).then_some((id, weight));
        let (mut words, mut marks) =
            (Vec::with_capacity(asked.profile.words.len()), Vec::with_capacity(asked.profile.marks.len()));
        words.extend(asked.profile.words.iter().filter_map(weighty).map(|(id, weight)| (index.words.of(id), weight)));
        marks.extend(asked.profile.marks.iter().filter_map(weighty).map(|(id, weight)| (index.marks.of(id), weight)));
        Sought { words, marks }
    }
}

/// How much of a question the rows of a target hold together, in weights.
#[derive(Clone, Copy, Default)]
struct Held {
    words: f32,
    marks: f32,
}

impl Held {
    /// Whether any row holds anything.
    #[inline]
    fn is_candidate(self) -> bool {
        self.words + self.marks > 0.0
    }
}

/// Accumulators by target and row; all as new between questions.
#[derive(Default)]
struct Scratch {
    held: Vec<Held>,
    /// The candidates; behind `found` of them there is room for all targets.
    touched: Vec<TargetId>,
    found: usize,
    rows: Rows,
    answers: Answers,
}

impl Scratch {
    fn make_room(&mut self, index: &Index) {
        self.held.resize(index.targets.len(), Held::default());
        self.touched.resize(index.targets.len() + 1, 0);
        self.rows.make_room(index);
        self.answers.make_room(index);
    }

    /// Adds to the targets of a posting, which become candidates. Like all that runs once for each target of a posting it
    /// has no branch that depends on what the target holds: guessed wrong, one costs more than all the rest.
    fn find(&mut self, posting: Posting<'_>, skip: Option<Skip<'_>>, add: impl Fn(&mut Held)) {
        for (place, &target) in posting.targets.iter().enumerate() {
            if skip.is_some_and(|skip| posting.rows_at(place).iter().all(|&row| skip(row))) {
                continue;
            }
            let held = &mut self.held[target as usize];
            self.touched[self.found] = target;
            self.found += usize::from(!held.is_candidate());
            add(held);
        }
    }

    /// Adds a weight to the targets of a posting that are candidates already.
    fn add(
        &mut self,
        (posting, weight): (Posting<'_>, f32),
        skip: Option<Skip<'_>>,
        sum: impl Fn(&mut Held) -> &mut f32,
    ) {
        for (place, &target) in posting.targets.iter().enumerate() {
            if skip.is_some_and(|skip| posting.rows_at(place).iter().all(|&row| skip(row))) {
                continue;
            }
            let held = &mut self.held[target as usize];
            let weight = if held.is_candidate() { weight } else { 0.0 };
            *sum(held) += weight;
        }
    }

    /// The candidates.
    fn candidates(&self) -> &[TargetId] {
        &self.touched[..self.found]
    }

    /// Makes all as new again.
    fn clear(&mut self) {
        let Scratch { held, touched, found, .. } = self;
        touched[..*found].iter().for_each(|&target| held[target as usize] = Held::default());
        *found = 0;
    }
}

thread_local! {
    /// Accumulators, kept from one question to the next so that none allocates them.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// The targets whose rows fit best, best first.
pub fn search(asked: &Asked<'_>, index: &Index, skip: Option<Skip<'_>>) -> Vec<Found> {
    let sought = Sought::of(asked, index);
    SCRATCH.with_borrow_mut(|scratch| {
        scratch.make_room(index);
        reach(&sought, scratch, skip);
        let found = shortlist(asked, index, &sought, scratch, skip);
        scratch.clear();
        found
    })
}

/// Adds up how much of the question each target holds in all its rows together.
fn reach(sought: &Sought<'_>, scratch: &mut Scratch, skip: Option<Skip<'_>>) {
    // Words that are only told on the way, and parties, find nothing of their own.
    let telling = |(posting, weight): &(Posting<'_>, f32)| *weight >= WEAK * posting.weight;
    for &(posting, weight) in sought.words.iter().filter(|word| telling(word)) {
        scratch.find(posting, skip, |held| held.words += weight);
    }
    // The rarest marks find the targets; the common ones, which stand in most, only add to what is found.
    let mut rarest: Vec<u64> = (0..).zip(&sought.marks).map(|(at, mark)| falling(mark.1, at)).collect();
    rarest.sort_unstable();
    let marks = || rarest.iter().map(|&key| sought.marks[of_falling(key).1 as usize]);
    let total: f32 = marks().map(|(_, weight)| weight).sum();
    let mut rest = total;
    for (posting, weight) in marks() {
        if rest > COMMON_MARKS * total {
            scratch.find(posting, skip, |held| held.marks += weight);
        } else {
            scratch.add((posting, weight), skip, |held| &mut held.marks);
        }
        rest -= weight;
    }
    for &word in sought.words.iter().filter(|word| !telling(word)) {
        scratch.add(word, skip, |held| &mut held.words);
    }
}

/// The targets with the best rows, best first.
fn shortlist(
    asked: &Asked<'_>,
    index: &Index,
    sought: &Sought<'_>,
    scratch: &mut Scratch,
    skip: Option<Skip<'_>>,
) -> Vec<Found> {
    let (held, touched) = (&scratch.held, scratch.candidates());
    let mut targets = foremost(touched, READ, |target| bound(asked, held[target as usize]));
    targets.extend(foremost(touched, READ_FOR_MARKS, |target| held[target as usize].marks));
    targets.sort_unstable();
    targets.dedup();
    let best = scratch.rows.best(asked, index, sought, &targets, skip);
    let mut order: Vec<u64> = (0..).zip(&best).map(|(at, best)| falling(best.rough, at)).collect();
    order.sort_unstable();
    order.truncate(SHORTLIST);
    let top = order.first().map_or(1.0, |&key| of_falling(key).0).max(f32::MIN_POSITIVE);
    let best = |key: &u64| &best[of_falling(*key).1 as usize];
    let target = |key: &u64| index.rows[best(key).row as usize].target;
    let told = scratch.answers.of(sought, order.iter().map(target));
    let found = |(key, told): (&u64, Reached)| {
        let (best, target) = (best(key), target(key));
        let fit = Fit {
            best: best.rough / BEST_ROUGH,
            of_all: best.rough / top,
            support: best.fits.iter().sum::<f32>() / BEST_ROUGH / SUPPORT as f32,
        };
        let Held { words, marks } = scratch.held[target as usize];
        let reached = Reached { words, marks, ..told };
        Found { target, row: best.row, matched: best.matched(asked, index), reached, fit }
    };
    order.iter().zip(told).map(found).collect()
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

/// The most that a row of a target can fit which holds so much: one that holds just that.
fn bound(asked: &Asked<'_>, held: Held) -> f32 {
    let words = 2.0 * held.words / (asked.profile.word_mass + held.words).max(1e-6);
    let marks = 2.0 * held.marks / (asked.profile.mark_mass + held.marks).max(1e-6);
    words + marks
}
