//! The phrases that the bot says of itself, by key: those that every pack gives, and those that any pack may leave as
//! they usually are. A translation gives all of the former but those that are part of an answer, which stays Chinese.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The keys that every `[wording]` has.
pub const KEYS: &[&str] = &[
    "button-outdated",
    "button-source",
    "chart-change",
    "chart-comma",
    "chart-computed",
    "chart-goal-met",
    "chart-goal-short",
    "chart-source",
    "chart-title",
    "clarify",
    "command-help",
    "command-lang",
    "command-privacy",
    "command-reset",
    "command-source",
    "command-topics",
    "command-trade",
    "computed",
    "days-answered",
    "days-declined",
    "days-offered",
    "days-silent",
    "days-title",
    "decline",
    "help",
    "lang",
    "lang-set",
    "missing-period",
    "near",
    "no-detail",
    "no-more",
    "no-period",
    "no-role",
    "no-such-option",
    "no-thing",
    "none-of-these",
    "premise-right",
    "premise-wrong",
    "privacy",
    "reset",
    "source",
    "source-none",
    "start",
    "sure",
    "table",
    "telegram-busy",
    "telegram-failed",
    "the-article",
    "topic",
    "topics",
    "trade-none",
    "unknown-command",
    "unsure",
    "who-article",
    "who-said",
    "wordless",
];

/// Those that are part of an answer's own sentences.
const CHINESE: &[&str] = &[
    "missing-period",
    "no-detail",
    "no-period",
    "no-role",
    "no-thing",
    "premise-right",
    "premise-wrong",
    "sure",
    "who-article",
    "who-said",
];

/// The keys that a translation gives.
pub fn translated() -> impl Iterator<Item = &'static str> {
    KEYS.iter().copied().filter(|key| !CHINESE.contains(key))
}

/// The phrases that are the same for most packs.
static USUAL: LazyLock<HashMap<String, String>> =
    LazyLock::new(|| toml::from_str(include_str!("wording.toml")).unwrap_or_default());

/// How a phrase is usually said, if it is one that a pack may leave out.
pub fn usual(key: &str) -> Option<&'static str> {
    USUAL.get(key).map(String::as_str)
}

/// All keys that a `[wording]` may have.
pub fn keys() -> impl Iterator<Item = &'static str> {
    KEYS.iter().copied().chain(USUAL.keys().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_phrases_are_well_written() {
        let read: HashMap<String, String> = toml::from_str(include_str!("wording.toml")).unwrap();
        assert!(!read.is_empty() && KEYS.iter().all(|key| !read.contains_key(*key)));
    }
}
