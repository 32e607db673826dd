//! The phrases that the bot says of itself, by key: those that every pack gives, and those that any pack may leave as
//! they usually are. A translation gives all of the former but those that are part of an answer, which stays Chinese.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::event::Language;

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
    "half-untold",
    "help",
    "lang",
    "lang-set",
    "missing-change",
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
    "half-untold",
    "missing-change",
    "missing-change",
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

/// The phrases that are the same for most packs, by language.
static USUAL: LazyLock<[Phrases; 4]> = LazyLock::new(|| FILES.map(|file| toml::from_str(file).unwrap_or_default()));
const FILES: [&str; 4] = [
    include_str!("wording/zh.toml"),
    include_str!("wording/en.toml"),
    include_str!("wording/ru.toml"),
    include_str!("wording/kk.toml"),
];

type Phrases = HashMap<String, String>;

/// How a phrase is usually said in a language, if it is one that a pack may leave out.
pub fn usual(language: Language, key: &str) -> Option<&'static str> {
    USUAL[language as usize].get(key).map(String::as_str)
}

/// All keys that a `[wording]` may have.
pub fn keys() -> impl Iterator<Item = &'static str> {
    KEYS.iter().copied().chain(USUAL[Language::Chinese as usize].keys().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names in braces of a phrase, in order of the alphabet.
    fn placeholders(phrase: &str) -> Vec<&str> {
        let mut names: Vec<&str> = phrase.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn the_usual_phrases_are_well_written() {
        let files: Vec<Phrases> = FILES.iter().map(|file| toml::from_str(file).unwrap()).collect();
        assert!(KEYS.iter().all(|key| !files[0].contains_key(*key)));
        for translated in &files[1..] {
            assert!(!translated.is_empty());
            for (key, phrase) in translated {
                assert_eq!(placeholders(phrase), placeholders(&files[0][key]), "{key}");
            }
        }
    }
}
