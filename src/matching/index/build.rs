//! Building the index of a pack: every way to ask is read and noted, then what is rare is weighed up.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Index, Place, Posting, Readings, Row, RowId, Target, TargetId};
use crate::figures::say;
use crate::knowledge::Pack;
use crate::knowledge::pack::{Entry, Figure};
use crate::matching::profile::{Marks, value_mark};
use crate::text::language::{ALL_KINDS, Kind, Kinds};
use crate::text::lexicon::{Lexicon, WordId};
use crate::text::period::Period;
use crate::text::question::Question;
use crate::text::roles::relations;

/// Share of the targets from which on a word or mark is too common to tell anything.
const TOO_COMMON: f32 = 0.25;
/// A kind of question that fewer of a target's rows ask than one in so many, they ask on the way to something else.
const ONCE_IN_SO_MANY: usize = 12;
/// Targets that a word may be in without being too common, however small the pack is.
const FEW_TARGETS: f32 = 10.0;

impl Index {
    /// Indexes a pack of which everything was read.
    pub fn new(pack: &Pack, readings: &Readings, lexicon: &Lexicon) -> Index {
        let mut index = Index {
            targets: Vec::new(),
            rows: Vec::new(),
            word_masses: Vec::new(),
            mark_masses: Vec::new(),
            written: Vec::new(),
            row_words: Vec::new(),
            words: Vec::new(),
            marks: Vec::new(),
            mark_ids: FxHashMap::default(),
            most: 1.0,
            world: FxHashSet::default(),
        };
        let mut readings = readings.all();
        let figures: FxHashMap<&str, &Figure> = pack.figures.iter().map(|f| (f.id.as_str(), f)).collect();
        for (at, entry) in pack.entries.iter().enumerate() {
            let questions = std::iter::once(&entry.question).chain(&entry.ask);
            index.add(Place::Entry(at), questions, &mut readings, lexicon);
            readings.next().into_iter().for_each(|answer| index.note_text(answer));
            index.note_answer(entry, &figures, lexicon);
        }
        for (at, gap) in pack.gaps.iter().enumerate() {
            let questions = std::iter::once(&gap.question).chain(&gap.ask);
            index.add(Place::Gap(at), questions, &mut readings, lexicon);
            readings.next().into_iter().for_each(|answer| index.note_text(answer));
        }
        for (at, talk) in pack.smalltalk.iter().enumerate() {
            index.add(Place::Smalltalk(at), talk.ask.iter(), &mut readings, lexicon);
        }
        index.weigh();
        index
    }

    fn add<'a, 'r>(
        &mut self,
        place: Place,
        questions: impl Iterator<Item = &'a String>,
        readings: &mut dyn Iterator<Item = &'r Question>,
        lexicon: &Lexicon,
    ) {
        let target = u32::try_from(self.targets.len()).unwrap_or(u32::MAX);
        let first = self.next_row();
        let mut new = Target {
            place,
            rows: first..first,
            kinds: Kinds::default(),
            often: Kinds::default(),
            counters: FxHashSet::default(),
            words: FxHashSet::default(),
            in_passing: FxHashSet::default(),
            periods: FxHashSet::default(),
            values: FxHashSet::default(),
            dated: false,
            facts: Vec::new(),
            speaker: None,
        };
        let mut asked = [0; ALL_KINDS.len()];
        for (text, question) in questions.zip(readings) {
            let words = sorted(question.words().collect());
            if matches!(place, Place::Entry(_)) {
                self.world.extend(relations(question, lexicon));
            }
            new.kinds = new.kinds.union(question.kinds);
            question.kinds.iter().for_each(|kind| asked[kind as usize] += 1);
            new.counters.extend(question.counter.clone());
            new.periods.extend(question.periods());
            new.values.extend(question.numbers().filter_map(value_mark));
            let named: Vec<WordId> = words.iter().copied().filter(|&id| lexicon.thing(id).is_some()).collect();
            for id in named {
                if new.words.contains(&id) {
                    new.in_passing.remove(&id)
                } else {
                    new.in_passing.insert(id)
                };
            }
            new.words.extend(&words);
            self.note_row(target, question, words);
            self.written.push(text.clone());
        }
        new.rows.end = self.next_row();
        let rows = new.rows.len();
        let often = |kind: &Kind| asked[*kind as usize] * ONCE_IN_SO_MANY >= rows.max(1);
        new.often = ALL_KINDS.into_iter().filter(often).collect();
        self.targets.push(new);
    }

    /// Adds a row of a target, with its ascending words, and notes where its words and marks stand.
    fn note_row(&mut self, target: TargetId, question: &Question, words: Vec<WordId>) {
        let row = self.next_row();
        for mark in sorted(Marks::of(question).into_vec()) {
            self.mark_posting(mark).note(target, Some(row));
        }
        let first_word = u32::try_from(self.row_words.len()).unwrap_or(u32::MAX);
        for word in words {
            self.word_posting(word).note(target, Some(row));
            self.row_words.push(word);
        }
        let kinds = question.kinds;
        self.rows.push(Row { target, kinds, words: first_word });
    }

    fn next_row(&self) -> RowId {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }

    /// What the last target's answer adds: its words, its figures' counters and periods, its facts and speaker.
    fn note_answer(&mut self, entry: &Entry, figures: &FxHashMap<&str, &Figure>, lexicon: &Lexicon) {
        let Some(target) = self.targets.last_mut() else { return };
        target.facts = entry.fact.iter().filter_map(|id| lexicon.id(id)).collect();
        target.speaker = entry.speaker.as_ref().and_then(|id| lexicon.id(id));
        target.words.extend(target.facts.iter().chain(&target.speaker));
        target.in_passing.retain(|id| !target.facts.contains(id) && target.speaker != Some(*id));
        // Who knows a person or a summit knows the country or the organisation that they belong to.
        let parents: Vec<WordId> =
            target.words.iter().filter_map(|&word| lexicon.thing(word).and_then(|term| term.of)).collect();
        target.words.extend(parents);
        let mut told = Vec::new();
        for figure in say::told(&entry.answer).filter_map(|id| figures.get(id)) {
            target.kinds.add(Kind::HowMany);
            if let Some(period) = figure.period.as_deref().and_then(Period::parse) {
                target.periods.insert(period);
                target.dated = true;
                if figure.entry.as_ref() == Some(&entry.id) {
                    target.kinds.add(Kind::When);
                    target.often.add(Kind::When);
                }
            }
            target.counters.insert(crate::figures::counter(figure));
            told.extend(value_mark(crate::figures::quantity(figure)));
        }
        target.values.extend(&told);
        let target = u32::try_from(self.targets.len() - 1).unwrap_or(u32::MAX);
        for mark in told {
            self.mark_posting(mark).note(target, None);
        }
    }

    fn note_text(&mut self, answer: &Question) {
        let Some(at) = self.targets.len().checked_sub(1) else { return };
        let target = u32::try_from(at).unwrap_or(u32::MAX);
        self.targets[at].words.extend(answer.words());
        let answered: Vec<WordId> = answer.words().collect();
        self.targets[at].in_passing.retain(|id| !answered.contains(id));
        self.targets[at].periods.extend(answer.periods());
        for mark in sorted(Marks::of(answer).into_vec()) {
            self.mark_posting(mark).note_answer(target);
        }
        for word in answered {
            self.word_posting(word).note_answer(target);
        }
    }

    fn word_posting(&mut self, word: WordId) -> &mut Posting {
        let at = word as usize;
        if self.words.len() <= at {
            self.words.resize_with(at + 1, Posting::default);
        }
        &mut self.words[at]
    }

    fn mark_posting(&mut self, mark: u64) -> &mut Posting {
        let next = u32::try_from(self.marks.len()).unwrap_or(u32::MAX);
        let id = *self.mark_ids.entry(mark).or_insert(next);
        if id == next {
            self.marks.push(Posting::default());
        }
        &mut self.marks[id as usize]
    }

    /// Sets weights once all rows are known; what is too common to tell anything weighs nothing and finds nothing.
    fn weigh(&mut self) {
        let total = self.targets.len() as f32;
        let idf = |df: f32| (1.0 + (total - df + 0.5) / (df + 0.5)).ln();
        self.most = idf(0.0);
        for posting in self.words.iter_mut().chain(&mut self.marks) {
            let df = posting.targets.len() as f32;
            if df > (TOO_COMMON * total).max(FEW_TARGETS) {
                posting.tell_nothing();
            } else {
                posting.weight = idf(df);
            }
        }
        self.words.iter_mut().chain(&mut self.marks).for_each(Posting::shrink);
        self.word_masses = masses(&self.words, self.rows.len());
        self.mark_masses = masses(&self.marks, self.rows.len());
    }
}

/// The weight of each row's postings.
fn masses(postings: &[Posting], rows: usize) -> Vec<f32> {
    let mut masses = vec![0.0; rows];
    for posting in postings {
        posting.rows.iter().for_each(|&row| masses[row as usize] += posting.weight);
    }
    masses
}

/// A list in ascending order, each item once.
fn sorted<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort_unstable();
    list.dedup();
    list
}
