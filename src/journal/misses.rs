//! Questions that found no answer: what was asked, how often, why, and by whom, so that those who want to can be told
//! later. One miss a folded text; a few thousand at most, each 90 days from when it was last asked.

pub mod gaps;
pub mod scope;

use std::sync::atomic::Ordering;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::likeness::{Shape, id};
use super::{Journal, days_after};
use crate::reply::{How, Reply, Verdict};
use crate::store::{Keep, StoreError, Table, seconds};
use crate::text::fold::fold;

/// Days for which a miss is kept after it was last asked.
pub const KEPT: u64 = 90;
/// Misses that are kept; those asked once go first, the oldest of them first.
pub const MOST: usize = 3000;
/// Misses above [`MOST`] at which they are cut to size.
pub const SLACK: usize = 1000;
/// People who are remembered of a miss, those first who want to be told.
const ASKERS: usize = 20;
/// Characters that are kept of a text.
const LONGEST: usize = 300;

/// Why a question counts as missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Why {
    /// The bot did not know.
    Declined,
    /// The bot asked back, and it was none of what it offered.
    TurnedDown,
    /// The bot answered, and the answer got a 👎.
    VotedDown,
}

/// Who asked, and where the answer would go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedBy {
    /// The chat, as the edge names it.
    pub chat: String,
    /// The user, as the edge names it.
    pub user: String,
    /// The message with the question, unless it cannot be quoted any more.
    pub message: Option<i64>,
    /// The topic of a group in which it stands.
    pub thread: Option<i64>,
}

impl AskedBy {
    fn is_person(&self, other: &AskedBy) -> bool {
        (&self.chat, &self.user) == (&other.chat, &other.user)
    }
}

/// Somebody who asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Asker {
    pub by: AskedBy,
    /// Why the last time was a miss; more than one reason if the answer was turned down, too.
    pub whys: Vec<Why>,
    /// Whether to be told when there is an answer.
    pub wants_answer: bool,
}

impl Asker {
    /// Whether it is somebody who asked, not one who only wants to know.
    pub fn asked(&self) -> bool {
        !self.whys.is_empty()
    }
}

/// A question that found no answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Miss {
    pub folded: String,
    /// As it was typed first; as folded once that person is forgotten.
    pub typed: String,
    pub times: u32,
    /// How often for which reason, in the order of [`Why`].
    pub reasons: [u32; 3],
    /// Seconds since 1970.
    pub first: u64,
    pub last: u64,
    pub hidden_until: u64,
    pub askers: Vec<Asker>,
}

impl Miss {
    fn new(folded: String, typed: &str, now: u64) -> Miss {
        let typed = typed.trim().chars().take(LONGEST).collect();
        Miss { folded, typed, times: 0, reasons: [0; 3], first: now, last: now, hidden_until: 0, askers: Vec::new() }
    }

    pub fn shape(&self) -> Shape {
        Shape::of(&self.folded)
    }

    pub fn keep(&self) -> Keep {
        days_after(self.last, KEPT)
    }

    /// Notes that it was asked; one message counts once, for however many reasons.
    fn note(&mut self, by: &AskedBy, why: Why, now: u64) {
        self.last = self.last.max(now);
        let before = self.askers.iter().position(|asker| asker.by.is_person(by)).map(|at| self.askers.remove(at));
        let mut asker = before.unwrap_or(Asker { by: by.clone(), whys: Vec::new(), wants_answer: false });
        if asker.by != *by || asker.whys.is_empty() {
            self.times = self.times.saturating_add(1);
            asker.by = by.clone();
            asker.whys.clear();
        }
        if !asker.whys.contains(&why) {
            asker.whys.push(why);
            self.reasons[why as usize] += 1;
        }
        self.askers.push(asker);
        self.limit_askers();
    }

    fn limit_askers(&mut self) {
        while self.askers.len() > ASKERS {
            let idle = self.askers.iter().position(|asker| !asker.wants_answer);
            self.askers.remove(idle.unwrap_or(0));
        }
    }

    /// Takes back that a 👎 made it a miss.
    fn voted_down_no_more(&mut self, by: &AskedBy) {
        let down = |why: &Why| *why == Why::VotedDown;
        let asker = self.askers.iter().position(|asker| asker.by == *by && asker.whys.iter().any(down));
        let Some(at) = asker else { return };
        self.reasons[Why::VotedDown as usize] = self.reasons[Why::VotedDown as usize].saturating_sub(1);
        self.askers[at].whys.retain(|why| !down(why));
        if self.askers[at].whys.is_empty() {
            self.askers.remove(at);
            self.times = self.times.saturating_sub(1);
        }
    }
}

/// Whether a reply to a question leaves it missed: it was declined, and neither as small talk, nor by what the pack says
/// is not told, nor by figures that it has for other periods only.
pub fn is_miss(reply: &Reply) -> bool {
    reply.verdict == Verdict::Decline && reply.decided.how == How::Likeness
}

impl Journal {
    /// Notes a question, as it was typed, that found no answer. Gives the id of the miss, or `None` if it is out of scope
    /// or has no word in it. Small talk is the caller's to leave out: see [`is_miss`].
    ///
    /// # Errors
    /// If the store fails.
    pub fn missed(&self, text: &str, by: &AskedBy, why: Why, now: SystemTime) -> Result<Option<String>, StoreError> {
        let folded: String = fold(text).text.chars().take(LONGEST).collect();
        if !folded.chars().any(char::is_alphanumeric) || self.is_out_of_scope(&folded, now)? {
            return Ok(None);
        }
        let (id, second) = (id(&folded), seconds(now));
        let mut is_new = false;
        self.store.change(Table::Misses, id.as_bytes(), now, days_after(second, KEPT), |old: Option<Miss>| {
            is_new = old.is_none();
            let mut miss = old.unwrap_or_else(|| Miss::new(folded.clone(), text, second));
            miss.note(by, why, second);
            Some(miss)
        })?;
        if is_new && self.new_misses.fetch_add(1, Ordering::Relaxed) + 1 >= SLACK {
            self.trim_new_misses(now)?;
        }
        Ok(Some(id))
    }

    /// Notes that somebody wants to be told when there is an answer to the miss with this id. `false` if it is gone.
    ///
    /// # Errors
    /// If the store fails.
    pub fn tell_when_known(&self, id: &str, by: &AskedBy, now: SystemTime) -> Result<bool, StoreError> {
        self.change_miss(id, now, |mut miss| {
            let at = miss.askers.iter().position(|asker| asker.by.is_person(by));
            let at = at.unwrap_or_else(|| {
                miss.askers.push(Asker { by: by.clone(), whys: Vec::new(), wants_answer: false });
                miss.askers.len() - 1
            });
            miss.askers[at].wants_answer = true;
            miss.limit_askers();
            Some(miss)
        })
    }

    /// Takes back what a 👎 made of a question.
    pub(super) fn voted_down_no_more(&self, text: &str, by: &AskedBy, now: SystemTime) -> Result<(), StoreError> {
        let folded: String = fold(text).text.chars().take(LONGEST).collect();
        let changed = self.change_miss(&id(&folded), now, |mut miss| {
            miss.voted_down_no_more(by);
            (miss.times > 0).then_some(miss)
        });
        changed.map(drop)
    }

    /// Changes a miss that there is; `None` removes it. Tells whether there was one.
    pub(super) fn change_miss(
        &self,
        id: &str,
        now: SystemTime,
        mut change: impl FnMut(Miss) -> Option<Miss>,
    ) -> Result<bool, StoreError> {
        let Some(miss) = self.store.read::<Miss>(Table::Misses, id.as_bytes(), now)? else { return Ok(false) };
        let mut found = false;
        self.store.change(Table::Misses, id.as_bytes(), now, miss.keep(), |old: Option<Miss>| {
            found = old.is_some();
            old.and_then(&mut change)
        })?;
        Ok(found)
    }

    /// All misses with their ids, those first asked first.
    pub(super) fn misses(&self, now: SystemTime) -> Result<Vec<(String, Miss)>, StoreError> {
        let all = self.store.all::<Miss>(Table::Misses, b"", now)?;
        let mut misses: Vec<(String, Miss)> =
            all.into_iter().map(|(key, miss)| (String::from_utf8_lossy(&key).into_owned(), miss)).collect();
        misses.sort_by(|(a, x), (b, y)| (x.first, a).cmp(&(y.first, b)));
        Ok(misses)
    }

    /// Cuts the misses to [`MOST`], if any came anew.
    pub(super) fn trim_new_misses(&self, now: SystemTime) -> Result<(), StoreError> {
        if self.new_misses.swap(0, Ordering::Relaxed) == 0 {
            return Ok(());
        }
        let mut misses = self.misses(now)?;
        let excess = misses.len().saturating_sub(MOST);
        misses.sort_by_key(|(_, miss)| (miss.times > 1, miss.last));
        for (id, _) in &misses[..excess] {
            self.store.remove(Table::Misses, id.as_bytes())?;
        }
        Ok(())
    }
}
