//! What each feature is about. Features of one group tell much the same and cancel each other out, so only their sum
//! means anything to a person.

use super::{COUNT, Features};

/// A handful of reasons, in the order in which they are told if they weigh the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Group {
    Line,
    Lines,
    Answer,
    Lacks,
    Kind,
    Names,
    Numbers,
    Sort,
    Talk,
    Question,
}

/// Every group.
pub const ALL: [Group; 10] = [
    Group::Line,
    Group::Lines,
    Group::Answer,
    Group::Lacks,
    Group::Kind,
    Group::Names,
    Group::Numbers,
    Group::Sort,
    Group::Talk,
    Group::Question,
];

/// The group of each feature, by its name, in the order of [`NAMES`](super::NAMES).
pub const GROUPS: [(&str, Group); COUNT] = [
    ("bias", Group::Question),
    ("word_coverage", Group::Line),
    ("word_recall", Group::Line),
    ("word_overlap", Group::Line),
    ("mark_coverage", Group::Line),
    ("mark_recall", Group::Line),
    ("mark_overlap", Group::Line),
    ("target_words", Group::Lines),
    ("target_marks", Group::Lines),
    ("answer_words", Group::Answer),
    ("answer_marks", Group::Answer),
    ("evidence", Group::Line),
    ("fit", Group::Line),
    ("fit_of_all", Group::Line),
    ("support", Group::Lines),
    ("kind_shared", Group::Kind),
    ("kind_absent", Group::Kind),
    ("strict_kind_absent", Group::Kind),
    ("unknown_words", Group::Question),
    ("unsaid", Group::Lacks),
    ("things_absent", Group::Names),
    ("things_shared", Group::Names),
    ("row_things_unasked", Group::Names),
    ("speaker_differs", Group::Names),
    ("values_told", Group::Numbers),
    ("values_untold", Group::Numbers),
    ("is_gap", Group::Sort),
    ("is_smalltalk", Group::Sort),
    ("brief", Group::Question),
    ("context", Group::Talk),
];

impl Group {
    /// What it is about, for people.
    pub fn label(self) -> &'static str {
        match self {
            Group::Line => "shared with this line",
            Group::Lines => "with all its lines",
            Group::Answer => "with its answer",
            Group::Lacks => "words it lacks",
            Group::Kind => "kind of question",
            Group::Names => "names",
            Group::Numbers => "numbers stated",
            Group::Sort => "its sort (gap, small talk)",
            Group::Talk => "the talk before",
            Group::Question => "how much the question says",
        }
    }
}

/// What each group adds to the score, in the order of [`ALL`]; together they are the score.
pub fn sums(features: &Features, weights: &Features) -> [f32; ALL.len()] {
    let of = |group: Group| {
        let weighted = GROUPS.iter().zip(features.iter().zip(weights));
        weighted.filter(|((_, held), _)| *held == group).map(|(_, (x, w))| x * w).sum()
    };
    ALL.map(of)
}
