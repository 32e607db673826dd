//! Candidate search: which targets hold the words and marks of a question, and which of their rows fits best.
//!
//! Posting lists tell how much of the question each target holds in all its rows together. That bounds how well any
//! one of its rows can fit, so only the rows of the most promising targets are read, and those of a few others if their
//! bound can still beat what was found (after the threshold algorithm of Fagin, Lotem and Naor 2003).

use std::cell::RefCell;

use super::features::{Asked, Fit, Matched, Reached};
use super::index::{Index, Posting, RowId, TargetId};
use crate::text::lexicon::WordId;

/// How many candidates get the full features.
const SHORTLIST: usize = 12;

/// How many targets more are read at first, of which some turn out worse than they promised.
const SPARE: usize = 8;

/// Rows that support a target: several ways to ask that fit say more than one.
const SUPPORT: usize = 3;

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

/// A target's rows, read.
#[derive(Clone, Copy)]
struct Best {
    rough: f32,
    row: RowId,
    matched: Matched,
    /// How well its best rows fit, best first.
    fits: [f32; SUPPORT],
}

/// Accumulators by target and row; all as new between questions.
#[derive(Default)]
struct Scratch {
    reached: Vec<Reached>,
    touched: Vec<TargetId>,
    /// Whether the rows of a target are to be read.
    open: Vec<bool>,
    matched: Vec<Matched>,
}

impl Scratch {
    /// Adds to the targets of a posting, as far as its part allows.
    fn add(&mut self, posting: &Posting, part: Part, skip: Option<Skip<'_>>, add: impl Fn(&mut Reached)) {
        for (place, &target) in posting.targets.iter().enumerate() {
            let held = &mut self.reached[target as usize];
            let fresh = held.words == 0.0 && held.marks == 0.0;
            let left_out = || skip.is_some_and(|skip| posting.rows_at(place).iter().all(|&row| skip(row)));
            if (fresh && part == Part::Adds) || left_out() {
                continue;
            }
            if fresh {
                self.touched.push(target);
            }
            add(held);
        }
    }

    /// Adds to the rows of a posting whose targets are open.
    fn add_to_rows(&mut self, posting: &Posting, add: impl Fn(&mut Matched)) {
        for (place, &target) in posting.targets.iter().enumerate() {
            if self.open[target as usize] {
                posting.rows_at(place).iter().for_each(|&row| add(&mut self.matched[row as usize]));
            }
        }
    }
}

thread_local! {
    /// Accumulators, kept from one question to the next so that none allocates them.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// The targets whose rows fit best, best first.
pub fn search(asked: &Asked<'_>, index: &Index, skip: Option<Skip<'_>>) -> Vec<Found> {
    SCRATCH.with_borrow_mut(|scratch| {
        scratch.reached.resize(index.targets.len(), Reached::default());
        scratch.open.resize(index.targets.len(), false);
        scratch.matched.resize(index.rows.len(), Matched::default());
        reach(asked, index, scratch, skip);
        let found = shortlist(asked, index, scratch, skip);
        let Scratch { reached, touched, .. } = scratch;
        touched.drain(..).for_each(|target| reached[target as usize] = Reached::default());
        found
    })
}

/// What a word or mark does for the targets that hold it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// It makes them candidates.
    Finds,
    /// It adds to those that are candidates already.
    Adds,
}

/// Adds up how much of the question each target holds, in all its rows together and in its answer.
fn reach(asked: &Asked<'_>, index: &Index, scratch: &mut Scratch, skip: Option<Skip<'_>>) {
    let word = |scratch: &mut Scratch, (word, weight): (WordId, f32), part: Part| {
        let Some(posting) = index.word(word) else { return };
        scratch.add(posting, part, skip, |held| held.words += weight);
    };
    // Words that are only told on the way, and parties, find nothing of their own.
    let telling = |&(word, weight): &(WordId, f32)| weight > 0.0 && weight >= WEAK * index.word_weight(word);
    let words = &asked.profile.words;
    words.iter().filter(|w| telling(w)).for_each(|&held| word(scratch, held, Part::Finds));
    // The rarest marks find the targets; the common ones, which stand in most, only add to what is found.
    let mut marks = asked.profile.marks.clone();
    marks.retain(|(_, weight)| *weight > 0.0);
    marks.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let total: f32 = marks.iter().map(|(_, weight)| weight).sum();
    let mut rest = total;
    for (mark, weight) in marks {
        let part = if rest > COMMON_MARKS * total { Part::Finds } else { Part::Adds };
        rest -= weight;
        scratch.add(&index.marks[mark as usize], part, skip, |held| held.marks += weight);
    }
    words.iter().filter(|w| w.1 > 0.0 && !telling(w)).for_each(|&held| word(scratch, held, Part::Adds));
    answers(asked, index, &mut scratch.reached);
}

/// Adds what the answers hold to the targets that their rows have made candidates.
fn answers(asked: &Asked<'_>, index: &Index, reached: &mut [Reached]) {
    let mut add = |posting: &Posting, add: &dyn Fn(&mut Reached)| {
        let candidates = |held: &&mut Reached| held.words > 0.0 || held.marks > 0.0;
        for &target in &posting.answers {
            Some(&mut reached[target as usize]).filter(candidates).map(add);
        }
    };
    for &(word, weight) in &asked.profile.words {
        index.word(word).into_iter().for_each(|posting| add(posting, &|held| held.answer_words += weight));
    }
    for &(mark, weight) in &asked.profile.marks {
        add(&index.marks[mark as usize], &|held| held.answer_marks += weight);
    }
}

/// The targets with the best rows, best first.
fn shortlist(asked: &Asked<'_>, index: &Index, scratch: &mut Scratch, skip: Option<Skip<'_>>) -> Vec<Found> {
    let mut bounded: Vec<(f32, TargetId)> =
        scratch.touched.iter().map(|&target| (bound(asked, scratch.reached[target as usize]), target)).collect();
    let order = |a: &(f32, TargetId), b: &(f32, TargetId)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    let mut best: Vec<Best> = Vec::with_capacity(2 * SHORTLIST);
    let mut rest = bounded.as_mut_slice();
    // A second batch is read if its targets could still be among the best; what promises less than these is left.
    for batch in [SHORTLIST + SPARE, SPARE] {
        if rest.len() > batch {
            rest.select_nth_unstable_by(batch, order);
        }
        let (promising, others) = rest.split_at_mut(batch.min(rest.len()));
        best.extend(read(asked, index, scratch, promising, skip));
        best.sort_unstable_by(|a, b| b.rough.total_cmp(&a.rough).then(a.row.cmp(&b.row)));
        best.truncate(SHORTLIST);
        let last = best.get(SHORTLIST - 1).map_or(0.0, |best| best.rough);
        let mut kept = 0;
        for at in 0..others.len() {
            if others[at].0 > last {
                others.swap(kept, at);
                kept += 1;
            }
        }
        if kept == 0 {
            break;
        }
        rest = &mut others[..kept];
    }
    let top = best.first().map_or(1.0, |best| best.rough).max(f32::MIN_POSITIVE);
    let found = |best: Best| {
        let target = index.rows[best.row as usize].target;
        let fit = Fit {
            best: best.rough / BEST_ROUGH,
            of_all: best.rough / top,
            support: best.fits.iter().sum::<f32>() / BEST_ROUGH / SUPPORT as f32,
        };
        Found { target, row: best.row, matched: best.matched, reached: scratch.reached[target as usize], fit }
    };
    best.into_iter().map(found).collect()
}

/// Reads the rows of some targets, and gives the best one of each.
fn read(
    asked: &Asked<'_>,
    index: &Index,
    scratch: &mut Scratch,
    targets: &[(f32, TargetId)],
    skip: Option<Skip<'_>>,
) -> Vec<Best> {
    targets.iter().for_each(|(_, target)| scratch.open[*target as usize] = true);
    for &(word, weight) in asked.profile.words.iter().filter(|(_, weight)| *weight > 0.0) {
        let Some(posting) = index.word(word) else { continue };
        scratch.add_to_rows(posting, |row| {
            row.words += weight;
            row.row_words += posting.weight;
        });
    }
    for &(mark, weight) in asked.profile.marks.iter().filter(|(_, weight)| *weight > 0.0) {
        let posting = &index.marks[mark as usize];
        scratch.add_to_rows(posting, |row| {
            row.marks += weight;
            row.row_marks += posting.weight;
        });
    }
    let best = |&(_, target): &(f32, TargetId)| {
        scratch.open[target as usize] = false;
        best_row(asked, index, &mut scratch.matched, index.targets[target as usize].rows.clone(), skip)
    };
    targets.iter().filter_map(best).collect()
}

/// The best row of a target; what was added up for its rows is taken out.
fn best_row(
    asked: &Asked<'_>,
    index: &Index,
    matched: &mut [Matched],
    rows: std::ops::Range<RowId>,
    skip: Option<Skip<'_>>,
) -> Option<Best> {
    let mut best: Option<Best> = None;
    let mut fits = [0.0; SUPPORT];
    for row in rows {
        let matched = std::mem::take(&mut matched[row as usize]);
        if (matched.words == 0.0 && matched.marks == 0.0) || skip.is_some_and(|skip| skip(row)) {
            continue;
        }
        let rough = rough(asked, index, row, matched);
        insert(&mut fits, rough);
        if best.is_none_or(|held| rough > held.rough) {
            best = Some(Best { rough, row, matched, fits });
        }
    }
    best.filter(|best| best.rough > 0.0).map(|best| Best { fits, ..best })
}

/// Keeps the greatest values, greatest first.
fn insert(fits: &mut [f32; SUPPORT], mut fit: f32) {
    for held in fits {
        if fit > *held {
            std::mem::swap(held, &mut fit);
        }
    }
}

/// A first guess of how well a row fits: the overlap of words and marks both ways.
fn rough(asked: &Asked<'_>, index: &Index, row: RowId, matched: Matched) -> f32 {
    let row = &index.rows[row as usize];
    let words = 2.0 * matched.words / (asked.profile.word_mass + row.word_mass).max(1e-6);
    let marks = 2.0 * matched.marks / (asked.profile.mark_mass + row.mark_mass).max(1e-6);
    words + marks
}

/// The most that [`rough`] can give for a row of a target that reaches so much: a row that holds just that.
fn bound(asked: &Asked<'_>, reached: Reached) -> f32 {
    let words = 2.0 * reached.words / (asked.profile.word_mass + reached.words).max(1e-6);
    let marks = 2.0 * reached.marks / (asked.profile.mark_mass + reached.marks).max(1e-6);
    words + marks
}
