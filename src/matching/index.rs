//! The inverted index: every way to ask is a row; words and character pairs lead to the rows that hold them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::profile::Marks;
use crate::knowledge::Pack;
use crate::text::language::{Kind, Kinds};
use crate::text::lexicon::{Lexicon, WordId};
use crate::text::period::Period;
use crate::text::question::{Counter, Question};
use crate::text::reader::Reader;
use crate::text::roles::{Relation, relations};

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
    /// What its rows and figures count.
    pub counters: FxHashSet<Counter>,
    /// Words of its rows and its answer.
    pub words: FxHashSet<WordId>,
    /// Marks of its rows (see [`Marks`]).
    pub marks: FxHashSet<u64>,
    /// Periods in its rows and its answer, and those of its figures.
    pub periods: FxHashSet<Period>,
    /// The facts that it tells, as words.
    pub facts: Vec<WordId>,
    /// Whose view it is.
    pub speaker: Option<WordId>,
}

/// A way to ask.
pub struct Row {
    /// What it leads to.
    pub target: TargetId,
    /// Its text.
    pub text: String,
    /// Its words, sorted, each once.
    pub words: Vec<WordId>,
    /// Sum of the weights of its words.
    pub word_mass: f32,
    /// Sum of the weights of its marks.
    pub mark_mass: f32,
    /// What it asks for.
    pub kinds: Kinds,
}

/// The index of one version of the pack.
pub struct Index {
    /// What can be found.
    pub targets: Vec<Target>,
    /// Ways to ask.
    pub rows: Vec<Row>,
    word_rows: Vec<Vec<RowId>>,
    word_weight: Vec<f32>,
    mark_rows: FxHashMap<u64, Vec<RowId>>,
    mark_weight: FxHashMap<u64, f32>,
    /// Weight of a word or mark that no row holds.
    pub most: f32,
    /// Who does what to whom in the rows of entries.
    pub world: FxHashSet<Relation>,
}

/// A question of the pack, read.
struct Reading {
    question: Question,
    words: Vec<WordId>,
    marks: Vec<u64>,
}

impl Index {
    /// Indexes a pack with its reader, which learns the words of the questions on the way.
    pub fn new(pack: &Pack, reader: &mut Reader) -> Index {
        let mut index = Index {
            targets: Vec::new(),
            rows: Vec::new(),
            word_rows: Vec::new(),
            word_weight: Vec::new(),
            mark_rows: FxHashMap::default(),
            mark_weight: FxHashMap::default(),
            most: 1.0,
            world: FxHashSet::default(),
        };
        for (at, entry) in pack.entries.iter().enumerate() {
            let questions = std::iter::once(&entry.question).chain(&entry.ask);
            index.add(Place::Entry(at), questions, reader);
            index.note_answer(pack, at, reader);
        }
        for (at, gap) in pack.gaps.iter().enumerate() {
            index.add(Place::Gap(at), std::iter::once(&gap.question).chain(&gap.ask), reader);
            index.note_text(&gap.answer, reader);
        }
        for (at, talk) in pack.smalltalk.iter().enumerate() {
            index.add(Place::Smalltalk(at), talk.ask.iter(), reader);
        }
        index.weigh(reader);
        index
    }

    /// Rows that hold a word.
    pub fn rows_of_word(&self, word: WordId) -> &[RowId] {
        self.word_rows.get(word as usize).map_or(&[], Vec::as_slice)
    }

    /// Rows that hold a mark.
    pub fn rows_of_mark(&self, mark: u64) -> &[RowId] {
        self.mark_rows.get(&mark).map_or(&[], Vec::as_slice)
    }

    /// How much a word tells: its inverse document frequency over targets (Robertson and Spärck Jones).
    pub fn word_weight(&self, word: WordId) -> f32 {
        self.word_weight.get(word as usize).copied().unwrap_or(self.most)
    }

    /// How much a mark tells.
    pub fn mark_weight(&self, mark: u64) -> f32 {
        self.mark_weight.get(&mark).copied().unwrap_or(self.most)
    }

    /// The words of all rows with how many rows hold each, in no order.
    pub fn uses(&self, lexicon: &Lexicon) -> Vec<(String, u32)> {
        let count = |id: WordId| u32::try_from(self.rows_of_word(id).len()).unwrap_or(u32::MAX);
        lexicon.words().map(|(word, id)| (word.to_owned(), count(id))).filter(|(_, uses)| *uses > 0).collect()
    }

    fn add<'a>(&mut self, place: Place, questions: impl Iterator<Item = &'a String>, reader: &mut Reader) {
        let target = u32::try_from(self.targets.len()).unwrap_or(u32::MAX);
        let first = self.next_row();
        let mut new = Target {
            place,
            rows: first..first,
            kinds: Kinds::default(),
            counters: FxHashSet::default(),
            words: FxHashSet::default(),
            marks: FxHashSet::default(),
            periods: FxHashSet::default(),
            facts: Vec::new(),
            speaker: None,
        };
        for text in questions {
            let Reading { question, words, marks } = read(text, reader);
            if matches!(place, Place::Entry(_)) {
                self.world.extend(relations(&question, &reader.lexicon));
            }
            new.kinds = new.kinds.union(question.kinds);
            new.counters.extend(question.counter.clone());
            new.periods.extend(question.periods());
            new.words.extend(&words);
            new.marks.extend(&marks);
            let row = self.next_row();
            marks.iter().for_each(|&mark| self.mark_rows.entry(mark).or_default().push(row));
            for &word in &words {
                let at = word as usize;
                if self.word_rows.len() <= at {
                    self.word_rows.resize_with(at + 1, Vec::new);
                }
                self.word_rows[at].push(row);
            }
            let mark_mass = marks.len() as f32;
            self.rows.push(Row { target, text: text.clone(), words, word_mass: 0.0, mark_mass, kinds: question.kinds });
        }
        new.rows.end = self.next_row();
        self.targets.push(new);
    }

    fn next_row(&self) -> RowId {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }

    /// What the last target's answer adds: its words, its figures' counters and periods, its facts and speaker.
    fn note_answer(&mut self, pack: &Pack, at: usize, reader: &mut Reader) {
        let entry = &pack.entries[at];
        self.note_text(&entry.answer, reader);
        let Some(target) = self.targets.last_mut() else { return };
        target.facts = entry.fact.iter().filter_map(|id| reader.lexicon.id(id)).collect();
        target.speaker = entry.speaker.as_ref().and_then(|id| reader.lexicon.id(id));
        target.words.extend(target.facts.iter().chain(&target.speaker));
        for figure in pack.figures.iter().filter(|f| entry.answer.contains(&format!("{{{}}}", f.id))) {
            target.kinds.add(Kind::HowMany);
            target.periods.extend(figure.period.as_deref().and_then(Period::parse));
            target.counters.insert(crate::figures::counter(figure));
        }
    }

    fn note_text(&mut self, answer: &str, reader: &mut Reader) {
        let question = reader.read_clean(answer);
        if let Some(target) = self.targets.last_mut() {
            target.words.extend(question.words());
            target.periods.extend(question.periods());
        }
    }

    /// Sets weights once all rows are known.
    fn weigh(&mut self, reader: &Reader) {
        let total = self.targets.len() as f32;
        let rows = &self.rows;
        let idf = |holders: &[RowId]| {
            let mut targets: Vec<TargetId> = holders.iter().map(|&row| rows[row as usize].target).collect();
            targets.dedup();
            let df = targets.len() as f32;
            (1.0 + (total - df + 0.5) / (df + 0.5)).ln()
        };
        self.most = (1.0 + (total + 0.5) / 0.5).ln();
        self.word_rows.resize_with(reader.lexicon.len(), Vec::new);
        self.word_weight = self.word_rows.iter().map(|holders| idf(holders)).collect();
        self.mark_weight = self.mark_rows.iter().map(|(&mark, holders)| (mark, idf(holders))).collect();
        let mut mark_mass = vec![0.0; rows.len()];
        let mut marks: Vec<(&u64, &Vec<RowId>)> = self.mark_rows.iter().collect();
        marks.sort_unstable_by_key(|(mark, _)| **mark);
        for (mark, holders) in marks {
            holders.iter().for_each(|&row| mark_mass[row as usize] += self.mark_weight[mark]);
        }
        for (row, mass) in self.rows.iter_mut().zip(mark_mass) {
            row.mark_mass = mass;
            row.word_mass = row.words.iter().map(|&word| self.word_weight[word as usize]).sum();
        }
    }
}

/// Reads a question of the pack; words that the lexicon lacks become known.
fn read(text: &str, reader: &mut Reader) -> Reading {
    let first = reader.read_clean(text);
    for token in &first.tokens {
        if token.sense == crate::text::question::Sense::Unknown {
            reader.lexicon.intern(first.text_of(token));
        }
    }
    let question = reader.read_clean(text);
    let mut words: Vec<WordId> = question.words().collect();
    words.sort_unstable();
    words.dedup();
    let marks = Marks::of(&question).into_sorted();
    Reading { question, words, marks }
}
