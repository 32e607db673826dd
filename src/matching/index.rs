//! The inverted index: every way to ask is a row; words and character pairs lead to the targets whose rows hold them.

mod build;
mod postings;
mod readings;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::language::Kinds;
use crate::text::lexicon::WordId;
use crate::text::period::Period;
use crate::text::question::Counter;
use crate::text::roles::Relation;

pub use self::postings::{Posting, Postings};
pub use self::readings::Readings;

/// What a row leads to: an entry, a gap or a piece of small talk.
pub type TargetId = u32;
/// A way to ask.
pub type RowId = u32;

/// Which list of the pack a target stands in, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// An answer.
    Entry(usize),
    /// Something that the article does not tell.
    Gap(usize),
    /// A friendly reply.
    Smalltalk(usize),
}

/// One thing that a question can be matched with, and what its rows and its answer say about it.
pub struct Target {
    /// Where it stands in the pack.
    pub place: Place,
    /// Its rows.
    pub rows: std::ops::Range<RowId>,
    /// The kinds of question that its rows ask.
    pub kinds: Kinds,
    /// Those of them that more than a stray row asks.
    pub often: Kinds,
    /// What its rows and figures count.
    pub counters: FxHashSet<Counter>,
    /// Words of its rows and its answer.
    pub words: FxHashSet<WordId>,
    /// Names and things that only one row has and the answer does not: that row may ask about them in vain.
    pub in_passing: FxHashSet<WordId>,
    /// Names and things that only its answer has, beside its facts.
    pub aside: FxHashSet<WordId>,
    /// Periods in its answer and of its figures; without a figure of a period, those in its rows, too.
    pub periods: FxHashSet<Period>,
    /// Ordinals in its rows and its answer.
    pub ordinals: FxHashSet<u16>,
    /// Values in its rows and of its figures, as marks (see [`value_mark`](super::profile::value_mark)).
    pub values: FxHashSet<u64>,
    /// Values of the figures with which its answer begins, as marks.
    pub leading: FxHashSet<u64>,
    /// Whether it tells a figure of a period.
    pub dated: bool,
    /// The facts that it tells, as words.
    pub facts: Vec<WordId>,
    /// Whose view it is.
    pub speaker: Option<WordId>,
    /// Whose views its rows ask for.
    pub holders: FxHashSet<WordId>,
    /// Whether it tells what somebody said: some row asks for that, or it is somebody's view.
    pub says: bool,
    /// Whether some row names what is the most.
    pub ranked: bool,
    /// Directions of which it tells the opposite only: buying, where it tells of selling.
    pub turned: Vec<WordId>,
    /// Words that name the measures of its figures.
    pub measured: FxHashSet<WordId>,
}

/// A way to ask, as scoring needs it; small, because hundreds are read for one question.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What it leads to.
    pub target: TargetId,
    /// What it asks for.
    pub kinds: Kinds,
    /// Where its words begin in the list of all rows' words; they end where the next row's begin.
    words: u32,
}

/// A mark's number in the index.
pub type MarkId = u32;

/// The index of one version of the pack.
pub struct Index {
    /// What can be found.
    pub targets: Vec<Target>,
    /// Ways to ask.
    pub rows: Vec<Row>,
    /// Sum of the weights of each row's words.
    pub word_masses: Vec<f32>,
    /// Sum of the weights of each row's marks.
    pub mark_masses: Vec<f32>,
    /// The rows as written.
    pub written: Vec<String>,
    row_words: Vec<WordId>,
    /// The period that a row of a gap names.
    pub gap_periods: FxHashMap<RowId, Period>,
    /// Where each word stands, by its id.
    pub words: Postings,
    /// Where each mark stands, by its number.
    pub marks: Postings,
    mark_ids: FxHashMap<u64, MarkId>,
    /// Weight of a word or mark that no row holds.
    pub most: f32,
    /// Who does what to whom in the rows of entries.
    pub world: FxHashSet<Relation>,
}

impl Index {
    /// The words of a row, ascending, each once.
    pub fn words_of(&self, row: RowId) -> &[WordId] {
        let end = self.rows.get(row as usize + 1).map_or(self.row_words.len(), |next| next.words as usize);
        &self.row_words[self.rows[row as usize].words as usize..end]
    }

    /// Where a word stands, if any row or answer holds it.
    pub fn word(&self, word: WordId) -> Option<Posting<'_>> {
        Some(self.words.of(word)).filter(|posting| !posting.targets.is_empty() || !posting.answers.is_empty())
    }

    /// How much a word tells.
    pub fn word_weight(&self, word: WordId) -> f32 {
        self.word(word).map_or(self.most, |posting| posting.weight)
    }

    /// The number of a mark, if any row or answer holds it.
    pub fn mark(&self, mark: u64) -> Option<MarkId> {
        self.mark_ids.get(&mark).copied()
    }
}
