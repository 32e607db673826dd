//! What happened on each day, in numbers. Counted in memory, so that no turn waits for the disk, and written in batches:
//! a kill loses the last minute's.

use std::collections::BTreeMap;
use std::sync::MutexGuard;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::votes::Vote;
use super::{DAY, Journal, days_after};
use crate::reply::{Reply, Verdict};
use crate::store::{StoreError, Table};

/// Days for which tallies are kept.
pub const KEPT: u64 = 400;

/// Days that wait to be written.
pub(super) type Batch = BTreeMap<Day, Tally>;

/// What happened on a day or on several.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    /// Questions that the bot took up: answered, offered and declined.
    pub questions: u64,
    /// With an answer.
    pub answered: u64,
    /// By asking back.
    pub offered: u64,
    /// With a no.
    pub declined: u64,
    /// Messages of a group on which it kept silent.
    pub silent: u64,
    /// Results that were chosen inline.
    pub chosen: u64,
    /// 👍
    pub up: u64,
    /// 👎
    pub down: u64,
    /// How often each entry answered.
    pub entries: BTreeMap<String, u64>,
    /// How long questions took.
    pub latency: Latency,
}

/// How long things took: how many took 2^n to 2^(n+1) µs (the first: up to 2), for each n.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Latency(Vec<u64>);

impl Latency {
    /// Counts one.
    pub fn note(&mut self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX).max(1);
        let at = micros.ilog2() as usize;
        if self.0.len() <= at {
            self.0.resize(at + 1, 0);
        }
        self.0[at] += 1;
    }

    /// The time within which at least this share of them, 0 to 1, was done: a power of two in µs. `None` without any.
    pub fn within(&self, share: f64) -> Option<Duration> {
        let needed = (share * self.0.iter().sum::<u64>() as f64).ceil().max(1.0) as u64;
        let mut done = 0;
        let at = self.0.iter().position(|count| {
            done += count;
            done >= needed
        })?;
        Some(Duration::from_micros(1_u64.checked_shl(at as u32 + 1).unwrap_or(u64::MAX)))
    }

    fn add(&mut self, other: &Latency) {
        self.0.resize(self.0.len().max(other.0.len()), 0);
        self.0.iter_mut().zip(&other.0).for_each(|(count, more)| *count += more);
    }
}

impl Tally {
    /// Adds another one.
    pub fn add(&mut self, other: &Tally) {
        self.questions += other.questions;
        self.answered += other.answered;
        self.offered += other.offered;
        self.declined += other.declined;
        self.silent += other.silent;
        self.chosen += other.chosen;
        self.up += other.up;
        self.down += other.down;
        other.entries.iter().for_each(|(entry, times)| self.note_entry(entry, *times));
        self.latency.add(&other.latency);
    }

    fn note_entry(&mut self, entry: &str, times: u64) {
        match self.entries.get_mut(entry) {
            Some(held) => *held += times,
            None => drop(self.entries.insert(entry.to_owned(), times)),
        }
    }

    fn note(&mut self, reply: &Reply, took: Duration) {
        let counted = match reply.verdict {
            Verdict::Answer => &mut self.answered,
            Verdict::Clarify => &mut self.offered,
            Verdict::Decline => &mut self.declined,
            Verdict::Silent => {
                self.silent += 1;
                return;
            }
        };
        *counted += 1;
        self.questions += 1;
        self.latency.note(took);
        if let (Verdict::Answer, Some(entry)) = (reply.verdict, &reply.entry) {
            self.note_entry(entry, 1);
        }
    }
}

impl Journal {
    /// Counts the reply to a question and how long deciding it took. Commands and buttons are the caller's to leave out.
    pub fn count(&self, reply: &Reply, took: Duration, now: SystemTime) {
        self.batch().entry(Day::of(now)).or_default().note(reply, took);
    }

    /// Counts a result that was chosen inline.
    pub fn count_chosen(&self, entry: &str, now: SystemTime) {
        let mut batch = self.batch();
        let tally = batch.entry(Day::of(now)).or_default();
        tally.chosen += 1;
        tally.note_entry(entry, 1);
    }

    pub(super) fn count_vote(&self, vote: Vote, now: SystemTime) {
        let mut batch = self.batch();
        let tally = batch.entry(Day::of(now)).or_default();
        match vote {
            Vote::Up => tally.up += 1,
            Vote::Down => tally.down += 1,
        }
    }

    /// Writes what was counted; what the store refuses is counted again.
    pub(super) fn write_tallies(&self, now: SystemTime) -> Result<(), StoreError> {
        let batch = std::mem::take(&mut *self.batch());
        let mut refused = None;
        for (day, tally) in batch {
            let written = self.add_to_day(day, &tally, now);
            if let Err(error) = written {
                self.batch().entry(day).or_default().add(&tally);
                refused = Some(error);
            }
        }
        refused.map_or(Ok(()), Err)
    }

    fn add_to_day(&self, day: Day, tally: &Tally, now: SystemTime) -> Result<(), StoreError> {
        let keep = days_after(u64::from(day.0) * DAY, KEPT);
        self.store.change(Table::Tallies, &key(day), now, keep, |old: Option<Tally>| {
            let mut sum = old.unwrap_or_default();
            sum.add(tally);
            Some(sum)
        })
    }

    /// The tally of a day, what is not yet written included.
    ///
    /// # Errors
    /// If the store fails.
    pub fn tally(&self, day: Day, now: SystemTime) -> Result<Tally, StoreError> {
        let mut tally: Tally = self.store.read(Table::Tallies, &key(day), now)?.unwrap_or_default();
        self.batch().get(&day).into_iter().for_each(|waiting| tally.add(waiting));
        Ok(tally)
    }

    fn batch(&self) -> MutexGuard<'_, Batch> {
        self.batch.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

fn key(day: Day) -> [u8; 4] {
    day.0.to_be_bytes()
}
