//! Building the index of a pack: every way to ask is read and noted, then what is rare is weighed up.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Index, MarkId, Place, Posting, Row, RowId, Target, TargetId};
use crate::knowledge::Pack;
use crate::matching::profile::{Marks, value_mark};
use crate::text::language::{Kind, Kinds};
use crate::text::lexicon::WordId;
use crate::text::period::Period;
use crate::text::question::Question;
use crate::text::reader::Reader;
use crate::text::roles::relations;

/// Share of the targets from which on a word or mark is too common to tell anything.
const TOO_COMMON: f32 = 0.25;
/// Targets that a word may be in without being too common, however small the pack is.
const FEW_TARGETS: f32 = 10.0;

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
            written: Vec::new(),
            row_words: Vec::new(),
            row_marks: Vec::new(),
            words: Vec::new(),
            marks: Vec::new(),
            mark_ids: FxHashMap::default(),
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
        index.weigh();
        index
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
            in_passing: FxHashSet::default(),
            periods: FxHashSet::default(),
            values: FxHashSet::default(),
            dated: false,
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
            new.values.extend(question.numbers().filter_map(value_mark));
            let named: Vec<WordId> = words.iter().copied().filter(|&id| reader.lexicon.thing(id).is_some()).collect();
            for id in named {
                if new.words.contains(&id) {
                    new.in_passing.remove(&id)
                } else {
                    new.in_passing.insert(id)
                };
            }
            new.words.extend(&words);
            let (first_word, first_mark) = (self.row_words.len(), self.row_marks.len());
            for mark in marks {
                let id = self.mark_id(mark);
                self.marks[id as usize].note(target);
                self.row_marks.push(id);
            }
            for word in words {
                self.word_posting(word).note(target);
                self.row_words.push(word);
            }
            self.row_marks[first_mark..].sort_unstable();
            self.rows.push(Row {
                target,
                word_mass: 0.0,
                mark_mass: 0.0,
                kinds: question.kinds,
                words: u32::try_from(first_word).unwrap_or(u32::MAX),
                marks: u32::try_from(first_mark).unwrap_or(u32::MAX),
            });
            self.written.push(text.clone());
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
        target.in_passing.retain(|id| !target.facts.contains(id) && target.speaker != Some(*id));
        // Who knows a person or a summit knows the country or the organisation that they belong to.
        let parents: Vec<WordId> =
            target.words.iter().filter_map(|&word| reader.lexicon.thing(word).and_then(|term| term.of)).collect();
        target.words.extend(parents);
        let mut told = Vec::new();
        for figure in pack.figures.iter().filter(|f| entry.answer.contains(&format!("{{{}}}", f.id))) {
            target.kinds.add(Kind::HowMany);
            if let Some(period) = figure.period.as_deref().and_then(Period::parse) {
                target.periods.insert(period);
                target.dated = true;
                if figure.entry.as_ref() == Some(&entry.id) {
                    target.kinds.add(Kind::When);
                }
            }
            target.counters.insert(crate::figures::counter(figure));
            told.extend(value_mark(crate::figures::quantity(figure)));
        }
        target.values.extend(&told);
        let target = u32::try_from(self.targets.len() - 1).unwrap_or(u32::MAX);
        for mark in told {
            let id = self.mark_id(mark);
            push_new(&mut self.marks[id as usize].targets, target);
        }
    }

    fn note_text(&mut self, answer: &str, reader: &Reader) {
        let question = reader.read_clean(answer);
        let Some(at) = self.targets.len().checked_sub(1) else { return };
        let target = u32::try_from(at).unwrap_or(u32::MAX);
        self.targets[at].words.extend(question.words());
        let answered: Vec<WordId> = question.words().collect();
        self.targets[at].in_passing.retain(|id| !answered.contains(id));
        self.targets[at].periods.extend(question.periods());
        for mark in Marks::of(&question).into_sorted() {
            let id = self.mark_id(mark);
            push_new(&mut self.marks[id as usize].answers, target);
        }
        for word in question.words() {
            push_new(&mut self.word_posting(word).answers, target);
        }
    }

    fn word_posting(&mut self, word: WordId) -> &mut Posting {
        let at = word as usize;
        if self.words.len() <= at {
            self.words.resize_with(at + 1, Posting::default);
        }
        &mut self.words[at]
    }

    fn mark_id(&mut self, mark: u64) -> MarkId {
        let next = u32::try_from(self.marks.len()).unwrap_or(u32::MAX);
        let id = *self.mark_ids.entry(mark).or_insert(next);
        if id == next {
            self.marks.push(Posting::default());
        }
        id
    }

    /// Sets weights once all rows are known; what is too common to tell anything weighs nothing and finds nothing.
    fn weigh(&mut self) {
        let total = self.targets.len() as f32;
        let idf = |df: f32| (1.0 + (total - df + 0.5) / (df + 0.5)).ln();
        self.most = idf(0.0);
        for posting in self.words.iter_mut().chain(&mut self.marks) {
            let df = posting.targets.len() as f32;
            posting.weight = if df > (TOO_COMMON * total).max(FEW_TARGETS) { 0.0 } else { idf(df) };
            if posting.weight == 0.0 {
                posting.answers = Vec::new();
            }
        }
        self.drop_weightless();
        for row in 0..self.next_row() {
            let words = self.words_of(row).iter().map(|&word| self.words[word as usize].weight).sum();
            let marks = self.marks_of(row).iter().map(|&mark| self.marks[mark as usize].weight).sum();
            let row = &mut self.rows[row as usize];
            (row.word_mass, row.mark_mass) = (words, marks);
        }
    }
}

impl Index {
    /// Takes the marks that tell nothing out of the rows.
    fn drop_weightless(&mut self) {
        let mut kept = Vec::with_capacity(self.row_marks.len());
        for row in 0..self.next_row() {
            let first = u32::try_from(kept.len()).unwrap_or(u32::MAX);
            kept.extend(self.marks_of(row).iter().filter(|&&mark| self.marks[mark as usize].weight > 0.0));
            self.rows[row as usize].marks = first;
        }
        self.row_marks = kept;
    }
}

impl Posting {
    /// Notes another row of a target, which comes after those noted so far.
    fn note(&mut self, target: TargetId) {
        self.rows += 1;
        push_new(&mut self.targets, target);
    }
}

/// Adds an id to an ascending list unless it is there.
fn push_new(list: &mut Vec<u32>, id: u32) {
    if list.last() != Some(&id) {
        list.push(id);
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
