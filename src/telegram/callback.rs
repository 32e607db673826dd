//! The data of a button: what a press means, in at most 64 bytes.
//!
//! Written `1e:ENTRY`, `1t:TOPIC`, `1s:` or `1s:ENTRY`; the digit is the version, so that the buttons of an older bot
//! are told from nonsense and refused politely.

use super::short_id::{find, shorten};
use crate::event::Input;
use crate::knowledge::Pack;

/// Bytes that Telegram gives to a button, and those that the kind takes of them.
const ROOM: usize = 64;
const KIND: usize = 3;

/// What a button stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Button {
    /// The answer of this entry.
    Entry(String),
    /// The questions of this topic.
    Topic(String),
    /// The source of the answer under which the button stands: its entry, or none if the answer named none.
    Source(Option<String>),
}

impl Button {
    /// The data, 1 to 64 bytes of ASCII.
    pub fn encode(&self) -> String {
        let (kind, id) = match self {
            Button::Entry(id) => ("1e:", Some(id)),
            Button::Topic(id) => ("1t:", Some(id)),
            Button::Source(id) => ("1s:", id.as_ref()),
        };
        format!("{kind}{}", id.map(|id| shorten(id, ROOM - KIND)).unwrap_or_default())
    }

    /// What `data` stands for, or `None` if it is no data of ours, or of an entry that the pack no longer has.
    pub fn parse(data: &str, pack: &Pack) -> Option<Button> {
        let (kind, short) = data.split_at_checked(KIND)?;
        let entry = || find(short, pack.entries.iter().map(|e| e.id.as_str())).map(str::to_owned);
        match kind {
            "1e:" => entry().map(Button::Entry),
            "1t:" => find(short, pack.topics.iter().map(|t| t.id.as_str())).map(|id| Button::Topic(id.to_owned())),
            "1s:" if short.is_empty() => Some(Button::Source(None)),
            "1s:" => entry().map(|id| Button::Source(Some(id))),
            _ => None,
        }
    }

    /// What the press means to the dialogue.
    pub fn input(self) -> Input {
        match self {
            Button::Entry(id) => Input::Entry(id),
            Button::Topic(id) => Input::Topic(id),
            Button::Source(Some(id)) => Input::SourceOf(id),
            Button::Source(None) => Input::Source,
        }
    }
}
