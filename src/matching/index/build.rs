//! Building the index of a pack: every way to ask is read and noted, then what is rare is weighed up.

use rustc_hash::{FxHashMap, FxHashSet};

use super::postings::{Notes, Postings, idf};
use super::{Index, MarkId, Place, Readings, Row, RowId, Target, TargetId};
use crate::figures::say;
use crate::knowledge::Pack;
use crate::knowledge::pack::{Entry, Figure};
use crate::matching::profile::{Marks, value_mark};
use crate::text::language::{ALL_KINDS, Kind, Kinds, Language};
use crate::text::lexicon::{Lexicon, WordId};
use crate::text::number;
use crate::text::period::Period;
use crate::text::question::Question;
use crate::text::roles::relations;
use crate::text::views::{asks_what_is_said, holders, names_most};

/// A kind of question that fewer of a target's rows ask than one in so many, they ask on the way to something else.
const ONCE_IN_SO_MANY: usize = 12;
/// A direction that one row in so many tells, a target is about.
const MANY_OF: usize = 4;

/// An index in the making.
struct Builder {
    index: Index,
    words: Notes,
    marks: Notes,
}

impl Index {
    /// Indexes a pack of which everything was read.
    pub fn new(pack: &Pack, readings: &Readings, lexicon: &Lexicon) -> Index {
        let index = Index {
            targets: Vec::new(),
            rows: Vec::new(),
            word_masses: Vec::new(),
            mark_masses: Vec::new(),
            written: Vec::new(),
            row_words: Vec::new(),
            gap_periods: FxHashMap::default(),
            words: Postings::default(),
            marks: Postings::default(),
            mark_ids: FxHashMap::default(),
            most: 1.0,
            world: FxHashSet::default(),
        };
        let mut builder = Builder { index, words: Notes::default(), marks: Notes::default() };
        let mut readings = readings.all();
        let figures: FxHashMap<&str, &Figure> = pack.figures.iter().map(|f| (f.id.as_str(), f)).collect();
        for (at, entry) in pack.entries.iter().enumerate() {
            let questions = std::iter::once(&entry.question).chain(&entry.ask);
            builder.add(Place::Entry(at), questions, &mut readings, lexicon);
            if let Some(answer) = readings.next() {
                builder.note_text(answer, lexicon);
                builder.note_answer(entry, answer, &figures, lexicon);
            }
            builder.note_measures(entry, &figures, pack, lexicon);
        }
        for (at, gap) in pack.gaps.iter().enumerate() {
            let questions = std::iter::once(&gap.question).chain(&gap.ask);
            builder.add(Place::Gap(at), questions, &mut readings, lexicon);
            readings.next().into_iter().for_each(|answer| builder.note_text(answer, lexicon));
        }
        for (at, talk) in pack.smalltalk.iter().enumerate() {
            builder.add(Place::Smalltalk(at), talk.ask.iter(), &mut readings, lexicon);
        }
        builder.weighed()
    }
}

impl Builder {
    fn add<'a, 'r>(
        &mut self,
        place: Place,
        questions: impl Iterator<Item = &'a String>,
        readings: &mut dyn Iterator<Item = &'r Question>,
        lexicon: &Lexicon,
    ) {
        let target = u32::try_from(self.index.targets.len()).unwrap_or(u32::MAX);
        let first = self.next_row();
        let mut new = empty(place, first);
        let mut directed: FxHashMap<WordId, usize> = FxHashMap::default();
        let mut asked = [0; ALL_KINDS.len()];
        for (text, question) in questions.zip(readings) {
            let words = sorted(question.words().collect());
            if matches!(place, Place::Entry(_)) {
                self.index.world.extend(relations(question, lexicon, |_| true));
            }
            new.kinds = new.kinds.union(question.kinds);
            question.kinds.iter().for_each(|kind| asked[kind as usize] += 1);
            new.counters.extend(question.counter.clone());
            new.periods.extend(question.periods());
            new.ordinals.extend(question.ordinals());
            new.holders.extend(holders(question, lexicon));
            new.says |= asks_what_is_said(question);
            new.ranked |= names_most(question);
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
            let directions = words.iter().filter(|&&id| lexicon.other_direction(id).is_some());
            directions.for_each(|&id| *directed.entry(id).or_default() += 1);
            if let (Place::Gap(_), Some(period)) = (place, question.periods().next()) {
                self.index.gap_periods.insert(self.next_row(), period);
            }
            self.note_row(target, question, words);
            self.index.written.push(text.clone());
        }
        new.rows.end = self.next_row();
        let rows = new.rows.len();
        let often = |kind: &Kind| asked[*kind as usize] * ONCE_IN_SO_MANY >= rows.max(1);
        new.often = ALL_KINDS.into_iter().filter(often).collect();
        new.turned = only_one_way(&directed, rows, lexicon);
        self.index.targets.push(new);
    }

    /// Adds a row of a target, with its ascending words, and notes where its words and marks stand.
    fn note_row(&mut self, target: TargetId, question: &Question, words: Vec<WordId>) {
        let row = self.next_row();
        for mark in sorted(Marks::of(question).into_vec()) {
            let mark = self.mark_id(mark);
            self.marks.note(mark, target, Some(row));
        }
        let first_word = u32::try_from(self.index.row_words.len()).unwrap_or(u32::MAX);
        for word in words {
            self.words.note(word, target, Some(row));
            self.index.row_words.push(word);
        }
        let kinds = question.kinds;
        self.index.rows.push(Row { target, kinds, words: first_word });
    }

    fn next_row(&self) -> RowId {
        u32::try_from(self.index.rows.len()).unwrap_or(u32::MAX)
    }

    /// What the last target's answer adds: its words, its figures' counters and periods, its facts and speaker.
    fn note_answer(&mut self, entry: &Entry, answer: &Question, figures: &FxHashMap<&str, &Figure>, lexicon: &Lexicon) {
        let Some(target) = self.index.targets.last_mut() else { return };
        target.facts = entry.fact.iter().filter_map(|id| lexicon.id(id)).collect();
        target.speaker = entry.speaker.as_ref().and_then(|id| lexicon.id(id));
        target.says |= target.speaker.is_some();
        target.aside.retain(|id| !target.facts.contains(id));
        target.words.extend(target.facts.iter().chain(&target.speaker));
        target.in_passing.retain(|id| !target.facts.contains(id) && target.speaker != Some(*id));
        // Who knows a person or a summit knows the country or the organisation that they belong to.
        let parents: Vec<WordId> =
            target.words.iter().filter_map(|&word| lexicon.thing(word).and_then(|term| term.of)).collect();
        target.words.extend(parents);
        // What a row counts by the way (tens of thousands) says nothing where a figure does.
        if say::told(&entry.answer).any(|id| figures.contains_key(id)) {
            target.counters.clear();
        }
        let mut told = Vec::new();
        for figure in say::told(&entry.answer).filter_map(|id| figures.get(id)) {
            target.kinds.add(Kind::HowMany);
            if let Some(period) = figure.period.as_deref().and_then(Period::parse) {
                // What a way to ask only names ("not this year") is not told.
                if !std::mem::replace(&mut target.dated, true) {
                    target.periods = answer.periods().collect();
                }
                target.periods.insert(period);
                if figure.entry.as_ref() == Some(&entry.id) {
                    target.kinds.add(Kind::When);
                    target.often.add(Kind::When);
                }
            }
            target.counters.insert(crate::figures::counter(figure));
            told.extend(value_mark(crate::figures::quantity(figure)));
        }
        target.values.extend(&told);
        // What its rows only ask about ("is it the first?") is not told where the answer tells another.
        let counted = say::told(&entry.answer).filter_map(|id| figures.get(id)).filter_map(|figure| ordinal(figure));
        let told_ordinals: FxHashSet<u16> = counted.chain(answer.ordinals()).collect();
        if !told_ordinals.is_empty() {
            target.ordinals = told_ordinals;
        }
        let leading = say::told(entry.lead()).filter_map(|id| figures.get(id));
        target.leading = leading.filter_map(|figure| value_mark(crate::figures::quantity(figure))).collect();
        let target = u32::try_from(self.index.targets.len() - 1).unwrap_or(u32::MAX);
        for mark in told {
            let mark = self.mark_id(mark);
            self.marks.note(mark, target, None);
        }
    }

    /// The words that name the measures of the figures in the last target's answer.
    fn note_measures(&mut self, entry: &Entry, figures: &FxHashMap<&str, &Figure>, pack: &Pack, lexicon: &Lexicon) {
        let Some(target) = self.index.targets.last_mut() else { return };
        for figure in say::told(&entry.answer).filter_map(|id| figures.get(id)) {
            let measures = pack.measures.iter().filter(|measure| measure.id == figure.measure);
            let words = measures.flat_map(|measure| measure.signs.iter().flatten()).filter_map(|id| lexicon.id(id));
            target.measured.extend(words);
        }
    }

    fn note_text(&mut self, answer: &Question, lexicon: &Lexicon) {
        let Some(at) = self.index.targets.len().checked_sub(1) else { return };
        let target = u32::try_from(at).unwrap_or(u32::MAX);
        let beside =
            answer.words().filter(|id| lexicon.thing(*id).is_some() && !self.index.targets[at].words.contains(id));
        let beside: Vec<WordId> = beside.collect();
        self.index.targets[at].aside.extend(beside);
        self.index.targets[at].words.extend(answer.words());
        let answered: Vec<WordId> = answer.words().collect();
        self.index.targets[at].in_passing.retain(|id| !answered.contains(id));
        self.index.targets[at].turned.retain(|id| !answered.contains(id));
        self.index.targets[at].periods.extend(answer.periods());
        self.index.targets[at].ordinals.extend(answer.ordinals());
        for mark in sorted(Marks::of(answer).into_vec()) {
            let mark = self.mark_id(mark);
            self.marks.note_answer(mark, target);
        }
        for word in answered {
            self.words.note_answer(word, target);
        }
    }

    /// The number of a mark, a new one if it has none yet.
    fn mark_id(&mut self, mark: u64) -> MarkId {
        let next = u32::try_from(self.index.mark_ids.len()).unwrap_or(u32::MAX);
        *self.index.mark_ids.entry(mark).or_insert(next)
    }

    /// The index, weighed up once all rows are known.
    fn weighed(self) -> Index {
        let Builder { mut index, mut words, marks } = self;
        for (target, known) in (0..).zip(&index.targets) {
            known.words.iter().for_each(|&word| words.note_known(word, target));
        }
        let total = index.targets.len() as f32;
        index.most = idf(0.0, total);
        (index.words, index.marks) = (words.into_postings(total), marks.into_postings(total));
        index.word_masses = index.words.masses(index.rows.len());
        index.mark_masses = index.marks.masses(index.rows.len());
        index
    }
}

/// The place in a row that a figure tells: 第二届.
fn ordinal(figure: &Figure) -> Option<u16> {
    let shown = say::figure(figure);
    let (_, number) = number::at(shown.strip_prefix('第')?, Language::chinese())?;
    Some(number.value as u16)
}

/// A target with no row yet; its first will be `first`.
fn empty(place: Place, first: RowId) -> Target {
    Target {
        place,
        rows: first..first,
        kinds: Kinds::default(),
        often: Kinds::default(),
        counters: FxHashSet::default(),
        words: FxHashSet::default(),
        in_passing: FxHashSet::default(),
        aside: FxHashSet::default(),
        periods: FxHashSet::default(),
        ordinals: FxHashSet::default(),
        values: FxHashSet::default(),
        leading: FxHashSet::default(),
        dated: false,
        facts: Vec::new(),
        speaker: None,
        holders: FxHashSet::default(),
        says: false,
        ranked: false,
        turned: Vec::new(),
        measured: FxHashSet::default(),
    }
}

/// The directions that hardly a row tells where many tell the opposite one.
fn only_one_way(directed: &FxHashMap<WordId, usize>, rows: usize, lexicon: &Lexicon) -> Vec<WordId> {
    let count = |word: WordId| directed.get(&word).copied().unwrap_or(0);
    let often = directed.iter().filter(|(_, count)| **count * MANY_OF >= rows);
    let turned = often.filter_map(|(&word, _)| lexicon.other_direction(word));
    sorted(turned.filter(|&word| count(word) * ONCE_IN_SO_MANY < rows).collect())
}

/// A list in ascending order, each item once.
fn sorted<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort_unstable();
    list.dedup();
    list
}
