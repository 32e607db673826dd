//! Candidates and their probabilities: accumulate the rows that share words or marks with the question, take the best
//! row of each target, score, and divide the belief between the candidates and "none of them".
//!
//! The score of a candidate is a weighted sum of its features; with `none` at score 0 the probabilities are those of a
//! multinomial logit (McFadden 1974), so two equally good candidates halve the belief instead of both being sure.

use std::cell::RefCell;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::features::{self, Asked, Features, Fit, Matched, Reached, features};
use super::index::{Index, Place, Posting, RowId, TargetId};
use crate::text::lexicon::Lexicon;

/// How many candidates get the full features.
const SHORTLIST: usize = 24;

/// Rows that support a target: several ways to ask that fit say more than one.
const SUPPORT: usize = 3;

/// Share of the marks' weight that is left to those which find no rows of their own.
const COMMON_MARKS: f32 = 0.4;

/// Share of a word's weight under which it finds no rows.
const WEAK: f32 = 0.45;

/// Share of a text's marks that small talk must cover.
const WHOLE: f32 = 0.6;

/// A candidate with its features and its probability.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// What was found.
    pub target: TargetId,
    /// By which of its rows.
    pub row: RowId,
    /// Its features.
    pub features: Features,
    /// Weighted sum of the features.
    pub score: f32,
    /// Belief that it is what was asked, 0 to 1; with `none` they add up to 1.
    pub probability: f32,
}

/// Weights of the features, by name, as the file says.
pub fn weights() -> &'static Features {
    static WEIGHTS: OnceLock<Features> = OnceLock::new();
    WEIGHTS.get_or_init(|| {
        let written: FxHashMap<String, f32> = toml::from_str(include_str!("weights.toml")).unwrap_or_default();
        features::NAMES.map(|name| written.get(name).copied().unwrap_or(0.0))
    })
}

/// The rows that a search leaves out; for fitting and for tests.
pub type Skip<'a> = &'a dyn Fn(RowId) -> bool;

#[derive(Default)]
struct Scratch {
    rows: Vec<Matched>,
    touched: Vec<RowId>,
    targets: Vec<Found>,
    found: Vec<TargetId>,
}

/// What was found of a target: how much of the question it holds, and its best row.
#[derive(Clone, Copy, Default)]
struct Found {
    reached: Reached,
    best: Option<(f32, RowId)>,
    /// How well its best three rows fit, best first.
    fits: [f32; SUPPORT],
}

thread_local! {
    /// Accumulators, kept from one question to the next so that none allocates them.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// The likeliest candidates, best first. `context` gives each target's nearness to what the dialogue is about.
pub fn candidates(
    asked: &Asked<'_>,
    index: &Index,
    lexicon: &Lexicon,
    skip: Option<Skip<'_>>,
    context: &dyn Fn(TargetId) -> f32,
) -> Vec<Candidate> {
    SCRATCH.with_borrow_mut(|scratch| {
        accumulate(asked, index, scratch);
        let shortlist = shortlist(asked, index, scratch, skip);
        reach(asked, index, scratch, skip);
        let best = shortlist.first().map_or(1.0, |(rough, _)| *rough);
        let mut found: Vec<Candidate> = shortlist
            .into_iter()
            .map(|(rough, row)| {
                let target = index.rows[row as usize].target;
                let held = (scratch.rows[row as usize], scratch.targets[target as usize].reached);
                let t = &index.targets[target as usize];
                let fits = scratch.targets[target as usize].fits;
                let fit = Fit {
                    best: rough / 4.0,
                    of_all: rough / best,
                    support: fits.iter().sum::<f32>() / 4.0 / fits.len() as f32,
                };
                let features = features(asked, index, lexicon, t, row, held, fit, context(target));
                Candidate { target, row, features, score: dot(&features, weights()), probability: 0.0 }
            })
            .filter(|candidate| !is_partial_smalltalk(index, candidate))
            .collect();
        scratch.touched.drain(..).for_each(|row| scratch.rows[row as usize] = Matched::default());
        scratch.found.drain(..).for_each(|target| scratch.targets[target as usize] = Found::default());
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.target.cmp(&b.target)));
        share_belief(&mut found);
        found
    })
}

/// Small talk is a whole text or none: "great" in a question is no praise.
fn is_partial_smalltalk(index: &Index, candidate: &Candidate) -> bool {
    let covered = candidate.features[features::MARK_COVERAGE];
    matches!(index.targets[candidate.target as usize].place, Place::Smalltalk(_)) && covered < WHOLE
}

/// Adds up, row by row, the weights of what the question shares with it.
fn accumulate(asked: &Asked<'_>, index: &Index, scratch: &mut Scratch) {
    let Scratch { rows, touched, .. } = scratch;
    rows.resize(index.rows.len(), Matched::default());
    // Words that are only told on the way, and parties, find no rows of their own.
    let weak = |&&(word, weight): &&(u32, f32)| weight < WEAK * index.word_weight(word);
    let telling = asked.profile.words.iter().filter(|word| !weak(word)).map(|word| (word, Part::Finds));
    let told = asked.profile.words.iter().filter(weak).map(|word| (word, Part::Adds));
    for (&(word, weight), part) in telling {
        add_word(index, rows, touched, (word, weight), part);
    }
    // The rarest marks find the rows; the common ones, which stand in most rows, only add to what is found.
    let mut marks = asked.profile.marks.clone();
    marks.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let total: f32 = marks.iter().map(|(_, weight)| weight).sum();
    let mut left = total;
    for (mark, weight) in marks {
        let posting = &index.marks[mark as usize];
        let part = if left > COMMON_MARKS * total { Part::Finds } else { Part::Adds };
        left -= weight;
        add(posting, rows, touched, part, |held| {
            held.marks += weight;
            held.row_marks += posting.weight;
        });
    }
    for (&(word, weight), part) in told {
        add_word(index, rows, touched, (word, weight), part);
    }
}

/// What a word or mark does for the rows that hold it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// It makes them candidates.
    Finds,
    /// It adds to those that are candidates already.
    Adds,
}

fn add_word(index: &Index, rows: &mut [Matched], touched: &mut Vec<RowId>, word: (u32, f32), part: Part) {
    let Some(posting) = index.word(word.0) else { return };
    add(posting, rows, touched, part, |held| {
        held.words += word.1;
        held.row_words += posting.weight;
    });
}

/// Adds to the rows of a posting, as far as its part allows.
fn add(posting: &Posting, rows: &mut [Matched], touched: &mut Vec<RowId>, part: Part, add: impl Fn(&mut Matched)) {
    for &row in &posting.rows {
        let held = &mut rows[row as usize];
        if held.row_words == 0.0 && held.row_marks == 0.0 {
            if part == Part::Adds {
                continue;
            }
            touched.push(row);
        }
        add(held);
    }
}

/// The best row of each target, the best targets first.
fn shortlist(asked: &Asked<'_>, index: &Index, scratch: &mut Scratch, skip: Option<Skip<'_>>) -> Vec<(f32, RowId)> {
    let Scratch { rows, touched, targets, found } = scratch;
    targets.resize(index.targets.len(), Found::default());
    for &row in touched.iter().filter(|&&row| skip.is_none_or(|skip| !skip(row))) {
        let rough = rough(asked, index, row, rows[row as usize]);
        let target = index.rows[row as usize].target;
        insert(&mut targets[target as usize].fits, rough);
        let held = &mut targets[target as usize].best;
        match held {
            None => {
                found.push(target);
                *held = Some((rough, row));
            }
            Some((best, first)) if (rough, *first) > (*best, row) => *held = Some((rough, row)),
            Some(_) => {}
        }
    }
    let mut list: Vec<(f32, RowId)> = found.iter().filter_map(|&target| targets[target as usize].best).collect();
    let order = |a: &(f32, RowId), b: &(f32, RowId)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    if list.len() > SHORTLIST {
        list.select_nth_unstable_by(SHORTLIST, order);
        list.truncate(SHORTLIST);
    }
    list.sort_unstable_by(order);
    list
}

/// Adds up how much of the question each target holds, in all its rows together and in its answer. With rows left out,
/// a target holds only what its other rows do.
fn reach(asked: &Asked<'_>, index: &Index, scratch: &mut Scratch, skip: Option<Skip<'_>>) {
    let left = |rows: &[RowId], target: TargetId| match skip {
        None => true,
        Some(skip) => {
            let own = &index.targets[target as usize].rows;
            let first = rows.partition_point(|row| row < &own.start);
            rows[first..].iter().take_while(|row| *row < &own.end).any(|&row| !skip(row))
        }
    };
    let targets = &mut scratch.targets;
    for &(word, weight) in asked.profile.words.iter().filter(|(_, weight)| *weight > 0.0) {
        let Some(posting) = index.word(word) else { continue };
        let held = posting.targets.iter().filter(|&&target| left(&posting.rows, target));
        held.for_each(|&target| targets[target as usize].reached.words += weight);
        posting.answers.iter().for_each(|&target| targets[target as usize].reached.answer_words += weight);
        scratch.found.extend(&posting.answers);
    }
    for &(mark, weight) in asked.profile.marks.iter().filter(|(_, weight)| *weight > 0.0) {
        let posting = &index.marks[mark as usize];
        let held = posting.targets.iter().filter(|&&target| left(&posting.rows, target));
        held.for_each(|&target| targets[target as usize].reached.marks += weight);
        posting.answers.iter().for_each(|&target| targets[target as usize].reached.answer_marks += weight);
        scratch.found.extend(&posting.answers);
    }
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

/// The weighted sum.
pub fn dot(features: &Features, weights: &Features) -> f32 {
    features.iter().zip(weights).map(|(f, w)| f * w).sum()
}

/// Turns scores into probabilities, `none` standing at score 0.
fn share_belief(found: &mut [Candidate]) {
    let top = found.iter().map(|c| c.score).fold(0.0, f32::max);
    let total: f32 = found.iter().map(|c| (c.score - top).exp()).sum::<f32>() + (-top).exp();
    for candidate in found {
        candidate.probability = (candidate.score - top).exp() / total;
    }
}
