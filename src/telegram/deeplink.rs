//! The payload of `t.me/BOT?start=PAYLOAD`, which opens the bot on an entry.
//!
//! Telegram allows 64 of `A-Z a-z 0-9 _ -`. Ids are of `a-z 0-9 . -`, so a dot is written `_`, which no id holds; an id
//! that does not fit is written as its hash.

use super::short_id::{find, shorten};
use crate::knowledge::Pack;

const ROOM: usize = 64;

/// The payload that stands for the entry `id`.
pub fn encode(id: &str) -> String {
    shorten(id, ROOM).replace('.', "_")
}

/// The entry of the pack for which `payload` stands.
pub fn entry(payload: &str, pack: &Pack) -> Option<String> {
    let id = payload.replace('_', ".");
    find(&id, pack.entries.iter().map(|e| e.id.as_str())).map(str::to_owned)
}

/// The link that opens the bot called `username` on the entry `id`; `None` if the bot has no username. Neither holds
/// anything that a link would have to escape.
pub fn url(username: &str, id: &str) -> Option<String> {
    (!username.is_empty()).then(|| format!("https://t.me/{username}?start={}", encode(id)))
}
