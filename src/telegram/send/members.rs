//! Who is an admin of which group, as Telegram said a few minutes ago at most.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use teloxide::types::ChatId;

/// How long an answer is taken for true.
const FRESH: Duration = Duration::from_secs(300);
/// Answers kept.
const KEPT: usize = 4096;

/// What is known of members.
#[derive(Default)]
pub struct Members(HashMap<(ChatId, i64), (bool, Instant)>);

impl Members {
    /// Whether the user is an admin of the chat, if that was asked lately.
    pub fn get(&self, chat: ChatId, user: i64, now: Instant) -> Option<bool> {
        let (is_admin, asked) = self.0.get(&(chat, user))?;
        (now.saturating_duration_since(*asked) < FRESH).then_some(*is_admin)
    }

    /// Remembers what Telegram said.
    pub fn remember(&mut self, chat: ChatId, user: i64, is_admin: bool, now: Instant) {
        if self.0.len() >= KEPT {
            self.0.retain(|_, (_, asked)| now.saturating_duration_since(*asked) < FRESH);
        }
        if self.0.len() < KEPT {
            self.0.insert((chat, user), (is_admin, now));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_grows_old() {
        let (mut members, now) = (Members::default(), Instant::now());
        members.remember(ChatId(-1), 7, true, now);
        assert_eq!(members.get(ChatId(-1), 7, now), Some(true));
        assert_eq!(members.get(ChatId(-1), 8, now), None);
        assert_eq!(members.get(ChatId(-1), 7, now + FRESH), None);
    }
}
