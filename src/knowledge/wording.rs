//! The phrases that the bot says of itself, by key: every pack gives them all and no other.

/// The keys of `[wording]`.
pub const KEYS: &[&str] = &[];
