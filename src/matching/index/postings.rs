//! Where words and marks stand: all lists of a kind one behind the other, so that tens of thousands of short ones take
//! little more than what they hold.

use super::{RowId, TargetId};

/// Share of the targets from which on a word or mark is too common to tell anything.
const TOO_COMMON: f32 = 0.25;
/// Targets that a word may be in without being too common, however small the pack is.
const FEW_TARGETS: f32 = 10.0;
/// In the place of a row: the target itself has it.
const NO_ROW: RowId = RowId::MAX;

/// Where a word or mark stands.
#[derive(Debug, Clone, Copy, Default)]
pub struct Posting<'a> {
    /// How much it tells: its inverse document frequency over targets (Robertson and Spärck Jones).
    pub weight: f32,
    /// Targets with such a row, ascending.
    pub targets: &'a [TargetId],
    /// Targets with it in the answer, ascending.
    pub answers: &'a [TargetId],
    /// Targets that know it though no row of theirs has it, ascending.
    pub known: &'a [TargetId],
    /// Rows that hold it, ascending.
    pub rows: &'a [RowId],
    /// Where each target's rows end in that list.
    ends: &'a [u32],
}

impl<'a> Posting<'a> {
    /// The rows of the target at a place of `targets`.
    #[inline]
    pub fn rows_at(&self, place: usize) -> &'a [RowId] {
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.rows[start as usize..self.ends[place] as usize]
    }

    /// Whether a row holds it.
    pub fn holds(&self, row: RowId) -> bool {
        self.rows.binary_search(&row).is_ok()
    }
}

/// The postings of all words, or of all marks, by id.
#[derive(Default)]
pub struct Postings {
    heads: Vec<Head>,
    /// For each posting its targets, the ends of their rows, the rows, the answers, and who knows it besides.
    lists: Vec<u32>,
}

/// Where the lists of a posting lie, and how long they are.
struct Head {
    weight: f32,
    start: u32,
    targets: u32,
    ends: u32,
    rows: u32,
    answers: u32,
    known: u32,
}

impl Postings {
    /// The weight of an id; 0 if there is none.
    #[inline]
    pub fn weight(&self, id: u32) -> f32 {
        self.heads.get(id as usize).map_or(0.0, |head| head.weight)
    }

    /// The posting of an id; an empty one if there is none.
    #[inline]
    pub fn of(&self, id: u32) -> Posting<'_> {
        let Some(head) = self.heads.get(id as usize) else { return Posting::default() };
        let rest = &self.lists[head.start as usize..];
        let (targets, rest) = rest.split_at(head.targets as usize);
        let (ends, rest) = rest.split_at(head.ends as usize);
        let (rows, rest) = rest.split_at(head.rows as usize);
        let (answers, rest) = rest.split_at(head.answers as usize);
        Posting { weight: head.weight, targets, ends, rows, answers, known: &rest[..head.known as usize] }
    }

    /// The weight of the postings of each of so many rows.
    pub fn masses(&self, rows: usize) -> Vec<f32> {
        let mut masses = vec![0.0; rows];
        for posting in (0..).zip(&self.heads).map(|(id, _)| self.of(id)) {
            posting.rows.iter().for_each(|&row| masses[row as usize] += posting.weight);
        }
        masses
    }
}

/// What was noted while a pack is read: id, target and row.
#[derive(Default)]
pub struct Notes {
    noted: Vec<(u32, TargetId, RowId)>,
    answers: Vec<(u32, TargetId)>,
    known: Vec<(u32, TargetId)>,
}

impl Notes {
    /// Notes another row, or a target without one; neither comes before those noted so far.
    pub fn note(&mut self, id: u32, target: TargetId, row: Option<RowId>) {
        self.noted.push((id, target, row.unwrap_or(NO_ROW)));
    }

    /// Notes a target whose answer holds it.
    pub fn note_answer(&mut self, id: u32, target: TargetId) {
        self.answers.push((id, target));
    }

    /// Notes a target that knows it, by whatever.
    pub fn note_known(&mut self, id: u32, target: TargetId) {
        self.known.push((id, target));
    }

    /// The postings, for a pack of so many targets. What is too common to tell anything weighs nothing and finds
    /// nothing.
    pub fn into_postings(self, total: f32) -> Postings {
        let Notes { mut noted, mut answers, mut known } = self;
        noted.sort_by_key(|note| note.0);
        answers.sort_unstable();
        known.sort_unstable();
        let mut postings = Postings::default();
        let last =
            [noted.last().map(|note| note.0), answers.last().map(|note| note.0), known.last().map(|note| note.0)];
        let (mut noted, mut answers, mut known) = (noted.as_slice(), answers.as_slice(), known.as_slice());
        for id in 0..last.into_iter().flatten().max().map_or(0, |id| id + 1) {
            let own = beginning(&mut noted, |note| note.0 == id);
            let told = beginning(&mut answers, |note| note.0 == id);
            let held = beginning(&mut known, |note| note.0 == id);
            postings.add(own, told, held, total);
        }
        postings.lists.shrink_to_fit();
        postings
    }
}

/// Takes off the beginning of a list as far as `belongs`.
fn beginning<'a, T>(list: &mut &'a [T], belongs: impl Fn(&T) -> bool) -> &'a [T] {
    let (first, rest) = list.split_at(list.iter().take_while(|item| belongs(item)).count());
    *list = rest;
    first
}

/// The weight of what stands in so many of all targets.
pub fn idf(found: f32, total: f32) -> f32 {
    (1.0 + (total - found + 0.5) / (found + 0.5)).ln()
}

impl Postings {
    fn add(
        &mut self,
        noted: &[(u32, TargetId, RowId)],
        told: &[(u32, TargetId)],
        held: &[(u32, TargetId)],
        total: f32,
    ) {
        let start = self.lists.len();
        let (mut ends, mut rows) = (Vec::new(), Vec::new());
        for &(_, target, row) in noted {
            rows.extend(Some(row).filter(|&row| row != NO_ROW));
            if self.lists.len() > start && self.lists.last() == Some(&target) {
                ends.pop();
            } else {
                self.lists.push(target);
            }
            ends.push(rows.len() as u32);
        }
        let targets = self.lists.len() - start;
        let common = targets as f32 > (TOO_COMMON * total).max(FEW_TARGETS);
        let mut answers: Vec<TargetId> = told.iter().map(|&(_, target)| target).collect();
        answers.dedup();
        let known = held.iter().map(|&(_, target)| target);
        let mut known: Vec<TargetId> = known.filter(|held| self.lists[start..].binary_search(held).is_err()).collect();
        known.dedup();
        if common {
            [&mut ends, &mut rows, &mut answers, &mut known].into_iter().for_each(Vec::clear);
        }
        let [ends_len, rows_len, answers_len, known_len] =
            [&ends, &rows, &answers, &known].map(|list| list.len() as u32);
        self.lists.extend(ends.into_iter().chain(rows).chain(answers).chain(known));
        self.heads.push(Head {
            weight: if common { 0.0 } else { idf(targets as f32, total) },
            start: start as u32,
            targets: targets as u32,
            ends: ends_len,
            rows: rows_len,
            answers: answers_len,
            known: known_len,
        });
    }
}
