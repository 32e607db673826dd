//! The features of a question and a candidate: plain numbers from 0 to 1 with a name each, so that a score can be
//! explained and its weights fitted.

pub mod group;

use super::asked::Asked;
use super::index::{Index, Place, Target};
use super::profile::value_mark;
use super::search::Found;
use crate::knowledge::pack::TermKind;
use crate::text::language::Kind;
use crate::text::lexicon::{Lexicon, WordId};

/// How many features there are.
pub const COUNT: usize = 30;

/// Names of the features, in order; the weights' file uses them.
pub const NAMES: [&str; COUNT] = [
    "bias",
    "word_coverage",
    "word_recall",
    "word_overlap",
    "mark_coverage",
    "mark_recall",
    "mark_overlap",
    "target_words",
    "target_marks",
    "answer_words",
    "answer_marks",
    "evidence",
    "fit",
    "fit_of_all",
    "support",
    "kind_shared",
    "kind_absent",
    "strict_kind_absent",
    "unknown_words",
    "unsaid",
    "things_absent",
    "things_shared",
    "row_things_unasked",
    "speaker_differs",
    "values_told",
    "values_untold",
    "is_gap",
    "is_smalltalk",
    "brief",
    "context",
];

/// Where the coverage of the marks stands in the features.
pub const MARK_COVERAGE: usize = 4;

/// Where the fit of the best row stands in the features.
pub const BEST_FIT: usize = 12;

/// Where the weight of the words that a candidate nowhere says stands in the features.
pub const UNSAID: usize = 19;

/// The features of one candidate.
pub type Features = [f32; COUNT];

/// Matched weight at which the evidence counts half.
const HALF_EVIDENCE: f32 = 12.0;

/// Weight of words that neither rows nor answer hold at which they count half.
const HALF_UNSAID: f32 = 4.0;

/// How much of the question a row matched, in weights.
#[derive(Debug, Clone, Copy, Default)]
pub struct Matched {
    /// Of the words.
    pub words: f32,
    /// Of the marks.
    pub marks: f32,
    /// The row's own weight of the matched words.
    pub row_words: f32,
    /// The row's own weight of the matched marks.
    pub row_marks: f32,
}

/// How much of the question a target's rows and its answer hold, in weights.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reached {
    /// Words that any of its rows holds.
    pub words: f32,
    /// Marks that any of its rows holds.
    pub marks: f32,
    /// Words of the answer.
    pub answer_words: f32,
    /// Marks of the answer.
    pub answer_marks: f32,
    /// Words of its rows, its answer and its facts together, each once.
    pub known_words: f32,
}

/// How well rows fit, 0 to 1.
#[derive(Debug, Clone, Copy, Default)]
pub struct Fit {
    /// The best row of the target.
    pub best: f32,
    /// The best row of the target, as a share of the best of all targets.
    pub of_all: f32,
    /// The best three rows of the target, on average.
    pub support: f32,
}

/// The features of a candidate. `context` says how near it is to what the dialogue is about.
pub fn features(asked: &Asked<'_>, index: &Index, lexicon: &Lexicon, found: &Found, context: f32) -> Features {
    let Found { matched, reached, fit, .. } = found;
    let profile = asked.profile;
    let target = &index.targets[found.target as usize];
    let row_words = index.words_of(found.row);
    let row = &index.rows[found.row as usize];
    let word_coverage = share(matched.words, profile.word_mass);
    let word_recall = share(matched.row_words, index.word_masses[found.row as usize]);
    let mark_coverage = share(matched.marks, profile.mark_mass);
    let mark_recall = share(matched.row_marks, index.mark_masses[found.row as usize]);
    let kinds = asked.question.kinds;
    let absent = kinds.without(target.kinds);
    let strict_absent = STRICT.into_iter().filter(|&kind| kinds.has(kind) && !target.often.has(kind)).count();
    let other_absent = absent.iter().filter(|kind| *kind != Kind::Polar && !STRICT.contains(kind)).count();
    let thing_share = |held: &dyn Fn(&WordId) -> bool| {
        let total: f32 = asked.things.iter().map(|&id| index.word_weight(id)).sum();
        share(asked.things.iter().filter(|id| held(id)).map(|&id| index.word_weight(id)).sum(), total)
    };
    let things_in_target = thing_share(&|id| target.words.contains(id));
    let unsaid = (profile.word_mass - reached.known_words).max(0.0);
    let values = || asked.question.numbers().filter_map(value_mark);
    let stated = values().count() as f32;
    let told = values().filter(|value| target.values.contains(value)).count() as f32;
    let yes = |flag: bool| if flag { 1.0 } else { 0.0 };
    [
        1.0,
        word_coverage,
        word_recall,
        overlap(word_coverage, word_recall),
        mark_coverage,
        mark_recall,
        overlap(mark_coverage, mark_recall),
        share(reached.words, profile.word_mass),
        share(reached.marks, profile.mark_mass),
        share(reached.answer_words, profile.word_mass),
        share(reached.answer_marks, profile.mark_mass),
        (matched.words + matched.marks) / (matched.words + matched.marks + HALF_EVIDENCE),
        fit.best,
        fit.of_all,
        fit.support,
        yes(kinds.meets(row.kinds)),
        other_absent.min(2) as f32 / 2.0,
        strict_absent.min(2) as f32 / 2.0,
        profile.unknown,
        unsaid / (unsaid + HALF_UNSAID),
        if asked.things.is_empty() { 0.0 } else { 1.0 - things_in_target },
        thing_share(&|id| row_words.binary_search(id).is_ok()),
        unasked(asked, lexicon, row_words),
        yes(speaker_differs(asked, lexicon, target)),
        share(told, stated),
        share(stated - told, stated),
        yes(matches!(target.place, Place::Gap(_))),
        yes(matches!(target.place, Place::Smalltalk(_))),
        1.0 / (1.0 + profile.words.len() as f32),
        context,
    ]
}

/// Kinds of question whose answer is of one sort only: a time, a place, a person, a count.
const STRICT: [Kind; 7] =
    [Kind::When, Kind::Where, Kind::HowMany, Kind::HowLong, Kind::HowOld, Kind::HowFar, Kind::Named];

/// Names and things of the row that the question does not name, as a share of the row's.
fn unasked(asked: &Asked<'_>, lexicon: &Lexicon, row: &[WordId]) -> f32 {
    let things = || row.iter().filter(|&&id| lexicon.thing(id).is_some() && !asked.parties.contains(&id));
    let total = things().count() as f32;
    share(things().filter(|id| !asked.things.contains(id)).count() as f32, total)
}

/// Whether the question names a person and the target is another person's view.
fn speaker_differs(asked: &Asked<'_>, lexicon: &Lexicon, target: &Target) -> bool {
    let person = |id: &&WordId| lexicon.thing(**id).is_some_and(|term| term.kind == TermKind::Person);
    let mut persons = asked.things.iter().filter(person).peekable();
    target.speaker.is_some_and(|speaker| persons.peek().is_some() && persons.all(|&id| id != speaker))
}

/// Harmonic mean, as in the F1 measure.
fn overlap(a: f32, b: f32) -> f32 {
    if a + b > 0.0 { 2.0 * a * b / (a + b) } else { 0.0 }
}

fn share(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { (part / whole).clamp(0.0, 1.0) } else { 0.0 }
}
