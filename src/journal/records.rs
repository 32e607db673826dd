//! How each message of the bot was decided, without a word of what was asked, for `/explain` on it. Kept 30 days, of a
//! chat the newest.

use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::day::minute;
use super::{Journal, days_after};
use crate::knowledge::Knowledge;
use crate::reply::{Against, Considered, Decided, How, Reply, Verdict};
use crate::store::{StoreError, Table, seconds, under};

/// Days for which a record is kept.
pub const KEPT: u64 = 30;
/// Records of one chat that are kept.
pub const MOST: usize = 1000;
/// Records after which those of the chat at hand are cut to [`MOST`]: a busy chat is often the one at hand.
pub const SLACK: usize = 250;

/// Added before rounding down, so that what is written as a whole percentage stays one.
const ROUNDING: f32 = 1e-3;

/// How a message of the bot was decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// What kind of reply it is.
    pub verdict: Verdict,
    /// The entry that it names, if any.
    pub entry: Option<String>,
    /// How sure the matcher was, 0 to 1.
    pub confidence: f32,
    /// What was considered.
    pub decided: Decided,
    /// The version of the pack.
    pub version: String,
    /// How long deciding it took, in µs.
    pub micros: u64,
    /// Seconds since 1970.
    pub at: u64,
}

impl Record {
    /// The record of a reply that took so long with this pack.
    pub fn of(reply: &Reply, knowledge: &Knowledge, took: Duration, now: SystemTime) -> Record {
        Record {
            verdict: reply.verdict,
            entry: reply.entry.clone(),
            confidence: reply.confidence,
            decided: reply.decided.clone(),
            version: knowledge.version.clone(),
            micros: u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            at: seconds(now),
        }
    }

    /// Lines for an admin, with the commands that a curator can run at the end.
    pub fn lines(&self, knowledge: &Knowledge) -> Vec<String> {
        let names = Names(knowledge.say("explain-names"));
        let entry = self.entry.as_deref().unwrap_or("—");
        let verdict = knowledge.say("explain-verdict").replace("{verdict}", names.of(verdict(self.verdict)));
        let mut lines = vec![verdict.replace("{entry}", entry).replace("{sure}", &percent(self.confidence))];
        lines.push(knowledge.say("explain-how").replace("{how}", names.of(how(self.decided.how))));
        let slots: Vec<&str> = self.decided.slots.iter().map(|slot| names.of(slot)).collect();
        lines.extend((!slots.is_empty()).then(|| knowledge.say("explain-slots").replace("{slots}", &slots.join("、"))));
        let ranked = (1..).zip(&self.decided.considered);
        lines.extend(ranked.map(|(rank, considered)| candidate(knowledge, names, rank, considered)));
        let when = minute(UNIX_EPOCH + Duration::from_secs(self.at));
        let made = knowledge.say("explain-made").replace("{version}", &self.version).replace("{when}", &when);
        lines.push(made.replace("{micros}", &self.micros.to_string()));
        let at_hand = self.entry.as_ref().or(self.decided.considered.first().map(|c| &c.entry));
        lines.push(knowledge.say("explain-commands").replace("{entry}", at_hand.map_or("…", String::as_str)));
        lines
    }
}

/// In whole percent, rounded down as in [`explain`](crate::explain), but for readers of Chinese.
fn percent(probability: f32) -> String {
    let whole = (100.0 * probability + ROUNDING).floor();
    if whole < 1.0 { "<1%".to_owned() } else { format!("{whole:.0}%") }
}

fn candidate(knowledge: &Knowledge, names: Names<'_>, rank: usize, considered: &Considered) -> String {
    let key = if considered.against.is_some() { "explain-candidate-out" } else { "explain-candidate" };
    let why = considered.against.map_or("", |against| names.of(reason(against)));
    let question = knowledge.entry(&considered.entry).map_or("", |entry| entry.question.as_str());
    let line = knowledge.say(key).replace("{rank}", &rank.to_string()).replace("{sure}", &percent(considered.belief));
    line.replace("{entry}", &considered.entry).replace("{question}", question).replace("{why}", why)
}

/// What verdicts, ways and slots are called, written `answer=…;clarify=…` in one phrase of the wording.
#[derive(Clone, Copy)]
struct Names<'a>(&'a str);

impl<'a> Names<'a> {
    /// The name of `sort`, itself if it has none.
    fn of(self, sort: &'a str) -> &'a str {
        let named = self.0.split(';').filter_map(|pair| pair.split_once('='));
        named.into_iter().find(|(held, _)| held.trim() == sort).map_or(sort, |(_, name)| name.trim())
    }
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Answer => "answer",
        Verdict::Clarify => "clarify",
        Verdict::Decline => "decline",
        Verdict::Silent => "silent",
    }
}

fn how(how: How) -> &'static str {
    match how {
        How::Unasked => "unasked",
        How::Figures => "figures",
        How::Likeness => "likeness",
        How::Gap => "gap",
        How::Smalltalk => "small talk",
    }
}

fn reason(against: Against) -> &'static str {
    match against {
        Against::Period => "no period",
        Against::Thing => "no thing",
        Against::Kind => "no kind",
        Against::Counter => "no counter",
        Against::Role => "no role",
    }
}

impl Journal {
    /// Keeps how a message of the bot was decided.
    ///
    /// # Errors
    /// If the store fails.
    pub fn record(&self, chat: &str, message: i64, record: &Record) -> Result<(), StoreError> {
        self.store.write(Table::Records, &place(chat, message), record, days_after(record.at, KEPT))?;
        if (self.new_records.fetch_add(1, Ordering::Relaxed) + 1).is_multiple_of(SLACK) {
            self.trim_records(chat)?;
        }
        Ok(())
    }

    /// How a message of the bot was decided, if that is still known.
    ///
    /// # Errors
    /// If the store fails.
    pub fn recorded(&self, chat: &str, message: i64, now: SystemTime) -> Result<Option<Record>, StoreError> {
        self.store.read(Table::Records, &place(chat, message), now)
    }

    /// Later messages have higher ids.
    fn trim_records(&self, chat: &str) -> Result<(), StoreError> {
        let keys = self.store.keys(Table::Records, &under(chat))?;
        let excess = keys.len().saturating_sub(MOST);
        for key in &keys[..excess] {
            self.store.remove(Table::Records, key)?;
        }
        Ok(())
    }
}

fn place(chat: &str, message: i64) -> Vec<u8> {
    [under(chat).as_slice(), &message.to_be_bytes()].concat()
}
