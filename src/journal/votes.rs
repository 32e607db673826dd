//! 👍 and 👎: one vote a person and answer, changeable, counted; they rank nothing.

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::misses::{AskedBy, Why};
use super::{Journal, days_after};
use crate::store::{Keep, StoreError, Table, key, seconds};

/// Days for which it is known whose vote it was; it counts for ever.
pub const KEPT: u64 = 90;

/// What somebody thinks of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vote {
    /// 👍
    Up,
    /// 👎
    Down,
}

/// How many think so; for a moment too few, while two presses of one person are counted at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Votes {
    /// 👍
    pub up: i64,
    /// 👎
    pub down: i64,
}

impl Votes {
    fn count(&mut self, vote: Vote) -> &mut i64 {
        match vote {
            Vote::Up => &mut self.up,
            Vote::Down => &mut self.down,
        }
    }
}

impl Journal {
    /// `user` presses 👍 or 👎 under an answer of `entry`; the same again takes it back, the other one changes it. Gives
    /// what stands now. While a 👎 stands the question is a miss, if it is known: its text and who asked it.
    ///
    /// # Errors
    /// If the store fails.
    pub fn vote(
        &self,
        entry: &str,
        user: &str,
        pressed: Vote,
        question: Option<(&str, &AskedBy)>,
        now: SystemTime,
    ) -> Result<Option<Vote>, StoreError> {
        let (mut before, mut after) = (None, None);
        let keep = days_after(seconds(now), KEPT);
        self.store.change(Table::Votes, &key(&[entry, user]), now, keep, |old: Option<Vote>| {
            before = old;
            after = (old != Some(pressed)).then_some(pressed);
            after
        })?;
        self.store.change(Table::VoteCounts, entry.as_bytes(), now, Keep::Always, |old: Option<Votes>| {
            let mut votes = old.unwrap_or_default();
            before.into_iter().for_each(|vote| *votes.count(vote) -= 1);
            after.into_iter().for_each(|vote| *votes.count(vote) += 1);
            Some(votes)
        })?;
        after.into_iter().for_each(|vote| self.count_vote(vote, now));
        if let Some((text, by)) = question {
            match (before, after) {
                (_, Some(Vote::Down)) => drop(self.missed(text, by, Why::VotedDown, now)?),
                (Some(Vote::Down), _) => self.voted_down_no_more(text, by, now)?,
                _ => {}
            }
        }
        Ok(after)
    }

    /// The votes on an entry.
    ///
    /// # Errors
    /// If the store fails.
    pub fn votes_on(&self, entry: &str, now: SystemTime) -> Result<Votes, StoreError> {
        Ok(self.store.read(Table::VoteCounts, entry.as_bytes(), now)?.unwrap_or_default())
    }

    /// The votes on every entry that has had any, by id.
    ///
    /// # Errors
    /// If the store fails.
    pub fn all_votes(&self, now: SystemTime) -> Result<Vec<(String, Votes)>, StoreError> {
        let counts = self.store.all(Table::VoteCounts, b"", now)?;
        Ok(counts.into_iter().map(|(key, votes)| (String::from_utf8_lossy(&key).into_owned(), votes)).collect())
    }
}
