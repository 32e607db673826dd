//! What the bot remembers for people, groups and admins: tests run over memory and over sled alike.

mod chats;
mod export;
mod misses;
mod person;
mod records;
mod tallies;
mod votes;

use std::time::SystemTime;

use visitbot::journal::Journal;
use visitbot::journal::misses::{AskedBy, Why};

use crate::store::at;
use crate::store::tables::{Below, all};

const DAY: u64 = 24 * 60 * 60;

/// A journal over each engine; the folder lives as long as the test.
fn journals() -> (Below, Vec<Journal>) {
    let (below, stores) = all();
    (below, stores.into_iter().map(Journal::new).collect())
}

/// Somebody in a group who asked in some message.
fn by(user: &str, message: i64) -> AskedBy {
    AskedBy { chat: "-100".to_owned(), user: user.to_owned(), message: Some(message), thread: None }
}

/// Notes that the bot declined a text; gives the id of the miss.
fn declined(journal: &Journal, text: &str, by: &AskedBy, now: SystemTime) -> Option<String> {
    journal.missed(text, by, Why::Declined, now).unwrap()
}

/// The groups that are shown: their texts, and how often each was asked.
fn gaps(journal: &Journal, now: SystemTime) -> Vec<(String, u32)> {
    journal.gaps(now, 100).unwrap().into_iter().map(|gap| (gap.text, gap.times)).collect()
}

fn gap(text: &str, times: u32) -> (String, u32) {
    (text.to_owned(), times)
}
