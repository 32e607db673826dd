//! Misses as an admin sees them: grouped by likeness, most frequent first, and what can be done with a group.
//!
//! A group is named by the miss that was asked first; the id of any other one in it leads to it, too, so that a button
//! still means its group after that grew.

use std::cmp::Reverse;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{AskedBy, Miss};
use crate::journal::Journal;
use crate::journal::likeness::grouped;
use crate::store::{StoreError, Table, seconds};

/// For how long "later" hides a group.
pub const LATER: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// Other ways in which a group was asked that are told.
const OTHERS: usize = 5;

/// Questions that ask much the same and found no answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// Its id: 16 ASCII characters.
    pub id: String,
    /// The text that was asked most often, as typed.
    pub text: String,
    /// Up to five other texts.
    pub others: Vec<String>,
    /// How often it was asked.
    pub times: u32,
    /// Because the bot declined.
    pub declined: u32,
    /// Because it was none of what the bot offered.
    pub turned_down: u32,
    /// Because the answer got a 👎.
    pub voted_down: u32,
    /// When it was first asked.
    pub first: SystemTime,
    /// When it was last asked.
    pub last: SystemTime,
    /// People who want to be told.
    pub waiting: usize,
}

/// Somebody who wants to be told that there is an answer now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Who, and where.
    pub by: AskedBy,
    /// What was asked.
    pub text: String,
}

type Members = Vec<(String, Miss)>;

impl Journal {
    /// The groups that are not hidden, most frequent first, at most `most` of them.
    ///
    /// # Errors
    /// If the store fails.
    pub fn gaps(&self, now: SystemTime, most: usize) -> Result<Vec<Gap>, StoreError> {
        let mut groups = self.groups(now)?;
        groups.retain(|members| !members.iter().any(|(_, miss)| miss.hidden_until > seconds(now)));
        let mut gaps: Vec<Gap> = groups.iter().filter_map(|members| gap(members)).collect();
        gaps.sort_by(|a, b| (b.times, b.last, &a.id).cmp(&(a.times, a.last, &b.id)));
        gaps.truncate(most);
        Ok(gaps)
    }

    /// The group with the miss of this id, hidden or not.
    ///
    /// # Errors
    /// If the store fails.
    pub fn gap(&self, id: &str, now: SystemTime) -> Result<Option<Gap>, StoreError> {
        Ok(gap(&self.members(id, now)?))
    }

    /// Hides a group for a week. `false` if it is gone.
    ///
    /// # Errors
    /// If the store fails.
    pub fn later(&self, id: &str, now: SystemTime) -> Result<bool, StoreError> {
        let members = self.members(id, now)?;
        for (member, _) in &members {
            self.change_miss(member, now, |miss| Some(Miss { hidden_until: seconds(now + LATER), ..miss }))?;
        }
        Ok(!members.is_empty())
    }

    /// Drops a group for good: neither it nor what is like it is kept again. `false` if it is gone.
    ///
    /// # Errors
    /// If the store fails.
    pub fn out_of_scope(&self, id: &str, now: SystemTime) -> Result<bool, StoreError> {
        let members = self.members(id, now)?;
        for (member, miss) in &members {
            self.put_out_of_scope(&miss.folded, now)?;
            self.store.remove(Table::Misses, member.as_bytes())?;
        }
        self.trim_out_of_scope(now)?;
        Ok(!members.is_empty())
    }

    /// Drops a group because the bot knows the answer now; gives those who want to be told.
    ///
    /// # Errors
    /// If the store fails.
    pub fn learnt(&self, id: &str, now: SystemTime) -> Result<Vec<Waiting>, StoreError> {
        let mut waiting: Vec<Waiting> = Vec::new();
        for (member, _) in self.members(id, now)? {
            self.change_miss(&member, now, |miss| {
                let wants = miss.askers.into_iter().filter(|asker| asker.wants_answer);
                let new = wants.filter(|asker| waiting.iter().all(|held| held.by != asker.by));
                waiting.extend(new.map(|asker| Waiting { by: asker.by, text: miss.typed.clone() }).collect::<Vec<_>>());
                None
            })?;
        }
        Ok(waiting)
    }

    fn groups(&self, now: SystemTime) -> Result<Vec<Members>, StoreError> {
        let misses = self.misses(now)?;
        let shapes: Vec<_> = misses.iter().map(|(_, miss)| miss.shape()).collect();
        let mut misses: Vec<Option<(String, Miss)>> = misses.into_iter().map(Some).collect();
        let members = |group: Vec<usize>| group.into_iter().filter_map(|at| misses[at].take()).collect();
        Ok(grouped(&shapes).into_iter().map(members).collect())
    }

    /// The group with the miss of this id; empty if there is none.
    fn members(&self, id: &str, now: SystemTime) -> Result<Members, StoreError> {
        let holds = |members: &Members| members.iter().any(|(member, _)| member == id);
        Ok(self.groups(now)?.into_iter().find(holds).unwrap_or_default())
    }
}

fn gap(members: &[(String, Miss)]) -> Option<Gap> {
    let (id, _) = members.first()?;
    let mut by_times: Vec<&Miss> = members.iter().map(|(_, miss)| miss).collect();
    by_times.sort_by_key(|miss| Reverse(miss.times));
    let sum = |part: fn(&Miss) -> u32| by_times.iter().map(|miss| part(miss)).sum();
    let time = |second: u64| UNIX_EPOCH + Duration::from_secs(second);
    Some(Gap {
        id: id.clone(),
        text: by_times[0].typed.clone(),
        others: by_times[1..].iter().take(OTHERS).map(|miss| miss.typed.clone()).collect(),
        times: sum(|miss| miss.times),
        declined: sum(|miss| miss.reasons[0]),
        turned_down: sum(|miss| miss.reasons[1]),
        voted_down: sum(|miss| miss.reasons[2]),
        first: time(by_times.iter().map(|miss| miss.first).min()?),
        last: time(by_times.iter().map(|miss| miss.last).max()?),
        waiting: by_times.iter().flat_map(|miss| &miss.askers).filter(|asker| asker.wants_answer).count(),
    })
}
