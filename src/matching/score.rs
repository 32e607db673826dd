//! Candidates and their probabilities: score what the search found by named features, and divide the belief between the
//! candidates and "none of them".
//!
//! The score of a candidate is a weighted sum of its features; with `none` at score 0 the probabilities are those of a
//! multinomial logit (McFadden 1974), so two equally good candidates halve the belief instead of both being sure.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::asked::Asked;
use super::features::{self, Features, features};
use super::index::{Index, Place, RowId, TargetId};
use super::search::{Skip, search};
use crate::text::lexicon::Lexicon;

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

/// The likeliest candidates, best first. `context` gives each target's nearness to what the dialogue is about.
pub fn candidates(
    asked: &Asked<'_>,
    index: &Index,
    lexicon: &Lexicon,
    skip: Option<Skip<'_>>,
    context: &dyn Fn(TargetId) -> f32,
) -> Vec<Candidate> {
    let found = search(asked, index, skip);
    let mut candidates: Vec<Candidate> = Vec::with_capacity(found.len());
    let rated = found.into_iter().map(|found| {
        let features = features(asked, index, lexicon, &found, context(found.target));
        let score = dot(&features, weights());
        Candidate { target: found.target, row: found.row, features, score, probability: 0.0 }
    });
    candidates.extend(rated.filter(|candidate| !is_partial_smalltalk(index, candidate)));
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.target.cmp(&b.target)));
    share_belief(&mut candidates);
    candidates
}

/// Small talk is a whole text or none: "great" in a question is no praise.
fn is_partial_smalltalk(index: &Index, candidate: &Candidate) -> bool {
    let covered = candidate.features[features::MARK_COVERAGE];
    matches!(index.targets[candidate.target as usize].place, Place::Smalltalk(_)) && covered < WHOLE
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
