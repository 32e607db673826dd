//! The data of a button: what a press means, in at most 64 bytes.
//!
//! Written as the version `1`, a letter for the kind, `:` and ids; so the buttons of an older bot are told from nonsense
//! and refused politely.

use super::short_id::{find, shorten};
use crate::knowledge::Pack;

/// Bytes that Telegram gives to a button, and those that the kind takes of them.
const ROOM: usize = 64;
const KIND: usize = 3;
/// Bytes of the id of a group of unanswered questions, at most.
const MISS: usize = 16;

/// What a button stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Button {
    /// The answer of this entry.
    Entry(String),
    /// The answer of this entry, in place of the offer from which it is picked.
    Pick(String),
    /// None of what was offered.
    NoneOfThese,
    /// The questions of this topic.
    Topic(String),
    /// The source of the answer under which the button stands: its entry, or none if the answer named none.
    Source(Option<String>),
    /// A vote on an entry's answer.
    Vote(String, Thumb),
    /// The asker wants to be told once somebody taught the answer.
    TellMe(String),
    /// An admin's choice for a group of unanswered questions.
    Gap(String, Gap),
}

/// A vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thumb {
    /// 👍
    Up,
    /// 👎
    Down,
}

/// What an admin does with a group of unanswered questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// It is another way to ask for this entry.
    Teach(String),
    /// The admin will type an entry's id.
    TypeId,
    /// It is not for this bot.
    Outside,
    /// Not now.
    Later,
}

impl Button {
    /// The data, 1 to 64 bytes of ASCII.
    pub fn encode(&self) -> String {
        let (kind, rest) = match self {
            Button::Entry(id) => ('e', brief(id)),
            Button::Pick(id) => ('p', brief(id)),
            Button::NoneOfThese => ('n', String::new()),
            Button::Topic(id) => ('t', brief(id)),
            Button::Source(id) => ('s', id.as_deref().map(brief).unwrap_or_default()),
            Button::Vote(id, Thumb::Up) => ('u', brief(id)),
            Button::Vote(id, Thumb::Down) => ('d', brief(id)),
            Button::TellMe(miss) => ('m', miss.clone()),
            Button::Gap(miss, Gap::Teach(id)) => ('a', format!("{miss}:{}", shorten(id, ROOM - KIND - MISS - 1))),
            Button::Gap(miss, Gap::TypeId) => ('i', miss.clone()),
            Button::Gap(miss, Gap::Outside) => ('o', miss.clone()),
            Button::Gap(miss, Gap::Later) => ('l', miss.clone()),
        };
        format!("1{kind}:{rest}")
    }

    /// What `data` stands for, or `None` if it is no data of ours, or of an entry that the pack no longer has.
    pub fn parse(data: &str, pack: &Pack) -> Option<Button> {
        let (kind, rest) = data.split_at_checked(KIND)?;
        let entry = |short: &str| find(short, pack.entries.iter().map(|e| e.id.as_str())).map(str::to_owned);
        let topic = || find(rest, pack.topics.iter().map(|t| t.id.as_str())).map(str::to_owned);
        let gap = |choice| is_miss(rest).then(|| Button::Gap(rest.to_owned(), choice));
        match kind {
            "1e:" => entry(rest).map(Button::Entry),
            "1p:" => entry(rest).map(Button::Pick),
            "1n:" if rest.is_empty() => Some(Button::NoneOfThese),
            "1t:" => topic().map(Button::Topic),
            "1s:" if rest.is_empty() => Some(Button::Source(None)),
            "1s:" => entry(rest).map(|id| Button::Source(Some(id))),
            "1u:" => entry(rest).map(|id| Button::Vote(id, Thumb::Up)),
            "1d:" => entry(rest).map(|id| Button::Vote(id, Thumb::Down)),
            "1m:" => is_miss(rest).then(|| Button::TellMe(rest.to_owned())),
            "1a:" => {
                let (miss, id) = rest.split_once(':').filter(|(miss, _)| is_miss(miss))?;
                let gap = || find(id, pack.gaps.iter().map(|g| g.id.as_str())).map(str::to_owned);
                Some(Button::Gap(miss.to_owned(), Gap::Teach(entry(id).or_else(gap)?)))
            }
            "1i:" => gap(Gap::TypeId),
            "1o:" => gap(Gap::Outside),
            "1l:" => gap(Gap::Later),
            _ => None,
        }
    }
}

/// An id in the room that a kind leaves.
fn brief(id: &str) -> String {
    shorten(id, ROOM - KIND)
}

fn is_miss(id: &str) -> bool {
    (1..=MISS).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric())
}
