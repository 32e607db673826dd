//! How much the bot may say in a group: 15 messages a minute, then one notice, then nothing.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::Journal;
use crate::store::{Keep, StoreError, Table};

/// Messages into one group in any minute; Telegram itself allows 20.
pub const A_MINUTE: usize = 15;

const MINUTE: u64 = 60_000;

/// Whether a message may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowance {
    /// It may.
    Send,
    /// It may not; the chat should be told once, now.
    Notice,
    /// It may not, and the chat was told.
    Silence,
}

/// What was lately sent and refused, in milliseconds since 1970.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Lately {
    sent: Vec<u64>,
    refused: Option<u64>,
}

impl Lately {
    fn allowance(&mut self, messages: usize, now: u64) -> Allowance {
        let recent = |then: u64| now.saturating_sub(then) < MINUTE;
        self.sent.retain(|then| recent(*then));
        if self.sent.is_empty() || self.sent.len() + messages <= A_MINUTE {
            self.sent.extend(std::iter::repeat_n(now, messages.min(A_MINUTE)));
            return Allowance::Send;
        }
        match self.refused.replace(now).filter(|then| recent(*then)) {
            Some(_) => Allowance::Silence,
            None => Allowance::Notice,
        }
    }
}

impl Journal {
    /// Whether a reply of so many messages may be sent into a group now; if so it is counted. One notice for as long as
    /// replies are refused with less than a minute in between.
    ///
    /// # Errors
    /// If the store fails.
    pub fn allowance(&self, chat: &str, messages: usize, now: SystemTime) -> Result<Allowance, StoreError> {
        let millis = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let millis = u64::try_from(millis).unwrap_or(u64::MAX);
        let mut allowance = Allowance::Send;
        let keep = Keep::Until(now + std::time::Duration::from_millis(2 * MINUTE));
        self.store.change(Table::Sending, chat.as_bytes(), now, keep, |old: Option<Lately>| {
            let mut lately = old.unwrap_or_default();
            allowance = lately.allowance(messages, millis);
            Some(lately)
        })?;
        Ok(allowance)
    }
}
