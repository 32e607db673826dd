//! Reading the rows of the promising targets: how much of the question each holds, and which fits best.
//!
//! What rows hold lies in two plain lists of numbers, so that the fit of all rows of a target is worked out at once.

use super::{Skip, Sought};
use crate::matching::asked::Asked;
use crate::matching::features::Matched;
use crate::matching::index::{Index, Posting, RowId, TargetId};

/// Rows that support a target: several ways to ask that fit say more than one.
pub const SUPPORT: usize = 3;

/// Targets of a posting for each one that is read from which on those that are read are looked up in it.
const LONG: usize = 16;

/// The least weight of two texts, so that nothing is divided by zero.
const LEAST: f32 = 1e-6;

/// A target's rows, read.
#[derive(Clone, Copy)]
pub struct Best {
    /// How well its best row fits.
    pub rough: f32,
    /// That row.
    pub row: RowId,
    /// How well its best rows fit, best first.
    pub fits: [f32; SUPPORT],
    words: f32,
    marks: f32,
}

impl Best {
    /// What the row holds of the question, in the question's weights and in its own.
    pub fn matched(&self, asked: &Asked<'_>, index: &Index) -> Matched {
        let held = index.words_of(self.row);
        let words =
            asked.profile.words.iter().filter(|(word, weight)| *weight > 0.0 && held.binary_search(word).is_ok());
        let row_words = words.filter_map(|(word, _)| index.word(*word)).map(|posting| posting.weight).sum();
        let marks = asked.profile.marks.iter().filter(|(_, weight)| *weight > 0.0);
        let holding = marks.map(|&(mark, _)| index.marks.of(mark)).filter(|posting| posting.holds(self.row));
        // Marks that weigh what they do for the row, too, add up to the same.
        let row_marks = if asked.profile.even { self.marks } else { holding.map(|posting| posting.weight).sum() };
        Matched { words: self.words, marks: self.marks, row_words, row_marks }
    }
}

/// The targets whose rows are read: in a list that ascends, and as a flag for each target.
struct Open<'a> {
    targets: &'a [TargetId],
    flags: &'a [bool],
}

/// What each row holds of a question, in weights; all zero between questions.
#[derive(Default)]
pub struct Rows {
    words: Vec<f32>,
    marks: Vec<f32>,
    /// Whether the rows of a target are read.
    open: Vec<bool>,
    places: Vec<u32>,
    rough: Vec<f32>,
}

impl Rows {
    /// Makes room for the rows of an index.
    pub fn make_room(&mut self, index: &Index) {
        self.open.resize(index.targets.len(), false);
        self.words.resize(index.rows.len(), 0.0);
        self.marks.resize(index.rows.len(), 0.0);
    }

    /// Reads the rows of these targets, which ascend, and gives the best one of each that has any.
    pub fn best(
        &mut self,
        asked: &Asked<'_>,
        index: &Index,
        sought: &Sought<'_>,
        targets: &[TargetId],
        skip: Option<Skip<'_>>,
    ) -> Vec<Best> {
        let Rows { words, marks, open, places, rough } = self;
        targets.iter().for_each(|&target| open[target as usize] = true);
        let flagged = Open { targets, flags: open };
        sought.words.iter().for_each(|&(posting, weight)| add(posting, weight, &flagged, places, words));
        sought.marks.iter().for_each(|&(posting, weight)| add(posting, weight, &flagged, places, marks));
        let best = |&target: &TargetId| {
            open[target as usize] = false;
            let rows = index.targets[target as usize].rows.clone();
            let span = rows.start as usize..rows.end as usize;
            let (words, marks) = (&mut words[span.clone()], &mut marks[span]);
            fit(asked, index, rows.start, (words, marks), rough);
            let found = best_of(rough, rows.start, skip);
            let found = found.map(|(at, fits)| Best {
                rough: rough[at],
                row: rows.start + at as RowId,
                fits,
                words: words[at],
                marks: marks[at],
            });
            words.fill(0.0);
            marks.fill(0.0);
            found
        };
        let mut found = Vec::with_capacity(targets.len());
        found.extend(targets.iter().filter_map(best));
        found
    }
}

/// Adds a weight to the rows of a posting whose targets are open; `places` is room to note where they stand.
fn add(posting: Posting<'_>, weight: f32, open: &Open<'_>, places: &mut Vec<u32>, rows: &mut [f32]) {
    if posting.targets.len() > LONG * open.targets.len() {
        for place in open.targets.iter().filter_map(|target| posting.targets.binary_search(target).ok()) {
            posting.rows_at(place).iter().for_each(|&row| rows[row as usize] += weight);
        }
        return;
    }
    // Every place is noted, and kept if its target is open: a branch would be guessed wrong at each of the few.
    places.resize(places.len().max(posting.targets.len() + 1), 0);
    let mut count = 0;
    for (place, &target) in (0..).zip(posting.targets) {
        places[count] = place;
        count += usize::from(open.flags[target as usize]);
    }
    for &place in &places[..count] {
        posting.rows_at(place as usize).iter().for_each(|&row| rows[row as usize] += weight);
    }
}

/// How well rows fit, from `first` on: the overlap of words and marks both ways. Written so that several rows are worked
/// out at once.
fn fit(asked: &Asked<'_>, index: &Index, first: RowId, (words, marks): (&[f32], &[f32]), rough: &mut Vec<f32>) {
    let (first, count) = (first as usize, words.len());
    let (word_mass, mark_mass) = (asked.profile.word_mass, asked.profile.mark_mass);
    rough.resize(count, 0.0);
    let (rough, marks) = (&mut rough[..count], &marks[..count]);
    let (word_masses, mark_masses) = (&index.word_masses[first..][..count], &index.mark_masses[first..][..count]);
    for (rough, (held, own)) in rough.iter_mut().zip(words.iter().zip(word_masses)) {
        *rough = overlap(*held, word_mass, *own);
    }
    for (rough, (held, own)) in rough.iter_mut().zip(marks.iter().zip(mark_masses)) {
        *rough += overlap(*held, mark_mass, *own);
    }
}

/// What two texts of these weights share, as a share of both.
#[inline]
fn overlap(shared: f32, one: f32, other: f32) -> f32 {
    let both = one + other;
    2.0 * shared / if both > LEAST { both } else { LEAST }
}

/// The first of the rows from `first` on that fit best, and how well the best ones do, best first.
fn best_of(rough: &[f32], first: RowId, skip: Option<Skip<'_>>) -> Option<(usize, [f32; SUPPORT])> {
    let (mut best, mut fits) = (None, [0.0; SUPPORT]);
    for (at, &fit) in rough.iter().enumerate() {
        if fit <= fits[SUPPORT - 1] || skip.is_some_and(|skip| skip(first + at as RowId)) {
            continue;
        }
        if fit > fits[0] {
            best = Some(at);
        }
        insert(&mut fits, fit);
    }
    best.map(|at| (at, fits))
}

/// Keeps the greatest values, greatest first.
fn insert(fits: &mut [f32; SUPPORT], mut fit: f32) {
    for held in fits {
        if fit > *held {
            std::mem::swap(held, &mut fit);
        }
    }
}
