//! How a value is kept: a version, the second in which it expires, the content.

use std::time::{SystemTime, UNIX_EPOCH};

/// How long a value is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Until somebody removes it.
    Always,
    /// Until then, to the second.
    Until(SystemTime),
}

/// A kept value, opened.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Held<'a> {
    /// Its content.
    Live(&'a [u8]),
    /// It was kept for a time that is over.
    Expired,
    /// It was written otherwise.
    Broken,
}

const VERSION: u8 = 1;
const NEVER: u64 = u64::MAX;

/// Whole seconds since 1970.
pub fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

pub(super) fn wrap(content: &[u8], keep: Keep) -> Vec<u8> {
    let until = match keep {
        Keep::Always => NEVER,
        Keep::Until(time) => seconds(time),
    };
    [&[VERSION], until.to_be_bytes().as_slice(), content].concat()
}

pub(super) fn open(raw: &[u8], now: SystemTime) -> Held<'_> {
    let Some((until, content)) = raw.strip_prefix(&[VERSION]).and_then(|rest| rest.split_first_chunk()) else {
        return Held::Broken;
    };
    if u64::from_be_bytes(*until) <= seconds(now) { Held::Expired } else { Held::Live(content) }
}
