//! Candidates and their probabilities: accumulate the rows that share words or marks with the question, take the best
//! row of each target, score, and divide the belief between the candidates and "none of them".
//!
//! The score of a candidate is a weighted sum of its features; with `none` at score 0 the probabilities are those of a
//! multinomial logit (McFadden 1974), so two equally good candidates halve the belief instead of both being sure.

use std::cell::RefCell;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::features::{self, Asked, Features, Matched, features};
use super::index::{Index, RowId, TargetId};
use crate::text::lexicon::Lexicon;

/// How many candidates get the full features.
const SHORTLIST: usize = 24;

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
    matched: Vec<Matched>,
    touched: Vec<RowId>,
    best: FxHashMap<TargetId, (f32, RowId)>,
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
        let mut found: Vec<Candidate> = shortlist
            .into_iter()
            .map(|(_, row)| {
                let target = index.rows[row as usize].target;
                let matched = scratch.matched[row as usize];
                let (t, r) = (&index.targets[target as usize], &index.rows[row as usize]);
                let features = features(asked, index, lexicon, t, r, matched, context(target));
                Candidate { target, row, features, score: dot(&features, weights()), probability: 0.0 }
            })
            .collect();
        for row in scratch.touched.drain(..) {
            scratch.matched[row as usize] = Matched::default();
        }
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.target.cmp(&b.target)));
        share_belief(&mut found);
        found
    })
}

/// Adds up, row by row, the weights of what the question shares with it.
fn accumulate(asked: &Asked<'_>, index: &Index, scratch: &mut Scratch) {
    scratch.matched.resize(index.rows.len(), Matched::default());
    let Scratch { matched, touched, .. } = scratch;
    for &(word, weight) in &asked.profile.words {
        let own = index.word_weight(word);
        for &row in index.rows_of_word(word) {
            let held = &mut matched[row as usize];
            if held.words == 0.0 && held.marks == 0.0 {
                touched.push(row);
            }
            held.words += weight;
            held.row_words += own;
        }
    }
    for &(mark, weight) in &asked.profile.marks {
        let own = index.mark_weight(mark);
        for &row in index.rows_of_mark(mark) {
            let held = &mut matched[row as usize];
            if held.words == 0.0 && held.marks == 0.0 {
                touched.push(row);
            }
            held.marks += weight;
            held.row_marks += own;
        }
    }
}

/// The best row of each target, the best targets first.
fn shortlist(asked: &Asked<'_>, index: &Index, scratch: &mut Scratch, skip: Option<Skip<'_>>) -> Vec<(f32, RowId)> {
    let Scratch { matched, touched, best } = scratch;
    best.clear();
    for &row in touched.iter().filter(|&&row| skip.is_none_or(|skip| !skip(row))) {
        let rough = rough(asked, index, row, matched[row as usize]);
        let held = best.entry(index.rows[row as usize].target).or_insert((rough, row));
        if (rough, held.1) > (held.0, row) {
            *held = (rough, row);
        }
    }
    let mut list: Vec<(f32, RowId)> = best.values().copied().collect();
    let order = |a: &(f32, RowId), b: &(f32, RowId)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    if list.len() > SHORTLIST {
        list.select_nth_unstable_by(SHORTLIST, order);
        list.truncate(SHORTLIST);
    }
    list.sort_unstable_by(order);
    list
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
