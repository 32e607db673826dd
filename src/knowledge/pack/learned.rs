//! A way to ask that an admin taught the running bot, with who and when.

use serde::{Deserialize, Serialize};

/// One more way to ask for an entry or a gap that stands elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Learned {
    /// Id of the entry or gap that it asks for.
    pub entry: String,
    /// The question.
    pub ask: String,
    /// Telegram id of who taught it.
    pub by: u64,
    /// When, as `2026-11-23T10:00:00Z`.
    pub at: String,
}
