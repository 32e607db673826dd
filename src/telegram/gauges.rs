//! What happens at the edge, counted since the start, for whoever watches the bot. Counts only; no text, no chat.

use std::sync::atomic::{AtomicU64, Ordering};

use super::api::CallError;
use crate::reply::Verdict;

/// A number that only grows.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    /// The number now.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    pub(super) fn one(&self) {
        self.add(1);
    }
}

/// All counts of the edge.
#[derive(Debug, Default)]
pub struct Gauges {
    /// Updates by kind, repeated ones too.
    pub updates: Updates,
    /// Updates that came before and are dropped.
    pub repeated: Count,
    /// Turns that were left by an earlier run.
    pub resumed: Count,
    /// Turns put into the queue of their chat.
    pub queued: Count,
    /// Turns dropped because their chat's queue was full.
    pub dropped: Count,
    /// Turns dropped because somebody, or a chat, does too much.
    pub limited: Count,
    /// Inline queries and presses not answered because too many are being answered.
    pub put_aside: Count,
    /// Turns taken to their end.
    pub served: Count,
    /// Of them those that panicked.
    pub panics: Count,
    /// Turns whose reply could not be brought to Telegram; they stay in the inbox.
    pub undelivered: Count,
    /// Replies by verdict.
    pub replies: Replies,
    /// Calls to Telegram that belong to replies, by result.
    pub calls: Calls,
    /// Times that the store failed when updates were to be kept.
    pub unkept: Count,
}

/// Updates by kind.
#[derive(Debug, Default)]
#[allow(missing_docs)]
pub struct Updates {
    pub messages: Count,
    pub edits: Count,
    pub presses: Count,
    pub places: Count,
    pub inline: Count,
    pub chosen: Count,
    pub others: Count,
}

impl Updates {
    /// The count of a kind, by its name in the Bot API.
    pub(super) fn of(&self, kind: &str) -> &Count {
        match kind {
            "message" => &self.messages,
            "edited_message" => &self.edits,
            "callback_query" => &self.presses,
            "my_chat_member" => &self.places,
            "inline_query" => &self.inline,
            "chosen_inline_result" => &self.chosen,
            _ => &self.others,
        }
    }
}

/// Replies by verdict.
#[derive(Debug, Default)]
#[allow(missing_docs)]
pub struct Replies {
    pub answers: Count,
    pub clarifications: Count,
    pub declined: Count,
    pub silent: Count,
}

impl Replies {
    pub(super) fn of(&self, verdict: Verdict) -> &Count {
        match verdict {
            Verdict::Answer => &self.answers,
            Verdict::Clarify => &self.clarifications,
            Verdict::Decline => &self.declined,
            Verdict::Silent => &self.silent,
        }
    }
}

/// Calls by result; a call that is tried again counts each time.
#[derive(Debug, Default)]
pub struct Calls {
    /// Granted.
    pub accepted: Count,
    /// Refused for good (400, 403, a group that moved, a wrong token).
    pub refused: Count,
    /// To be made later (429).
    pub too_many: Count,
    /// The server failed (5xx).
    pub failed: Count,
    /// No connection: Telegram did not see the call.
    pub unconnected: Count,
    /// No answer: Telegram may have granted the call.
    pub unanswered: Count,
}

impl Calls {
    pub(super) fn of<T>(&self, result: &Result<T, CallError>) -> &Count {
        match result {
            Ok(_) => &self.accepted,
            Err(CallError::TooMany(_)) => &self.too_many,
            Err(CallError::Server(_)) => &self.failed,
            Err(CallError::Unconnected(_)) => &self.unconnected,
            Err(CallError::Network(_)) => &self.unanswered,
            Err(CallError::Token | CallError::Conflict(_) | CallError::Migrated(_) | CallError::Refused { .. }) => {
                &self.refused
            }
        }
    }
}
