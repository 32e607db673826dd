//! The language in which somebody reads the bot's own phrases; answers are the pack's business.

use serde::{Deserialize, Serialize};

use crate::text::script::Script;

/// A language of the bot's own phrases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Language {
    /// Chinese, in whichever script; every pack has it.
    #[default]
    #[serde(rename = "zh")]
    Chinese,
    /// English.
    #[serde(rename = "en")]
    English,
    /// Russian.
    #[serde(rename = "ru")]
    Russian,
    /// Kazakh, in Cyrillic.
    #[serde(rename = "kk")]
    Kazakh,
}

impl Language {
    /// All of them, Chinese first.
    pub const ALL: [Language; 4] = [Language::Chinese, Language::English, Language::Russian, Language::Kazakh];

    /// Its code, as people type it and as Telegram names it.
    pub fn code(self) -> &'static str {
        match self {
            Language::Chinese => "zh",
            Language::English => "en",
            Language::Russian => "ru",
            Language::Kazakh => "kk",
        }
    }

    /// What it calls itself.
    pub fn name(self) -> &'static str {
        match self {
            Language::Chinese => "中文",
            Language::English => "English",
            Language::Russian => "Русский",
            Language::Kazakh => "Қазақша",
        }
    }

    /// The language of a code like `en` or `ru-RU`, or of a name as it calls itself; case does not matter.
    pub fn parse(text: &str) -> Option<Language> {
        let text = text.trim().to_lowercase();
        let code = text.split(['-', '_']).next().unwrap_or_default();
        Language::ALL.into_iter().find(|language| code == language.code() || text == language.name().to_lowercase())
    }
}

/// Language and script, as far as the edge knows them before a word was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Locale {
    /// The language.
    pub language: Language,
    /// The script of the Chinese in it.
    pub script: Script,
}

impl Locale {
    /// What an IETF tag like `zh-hant`, `zh-TW` or `ru` asks for; Chinese if there is none or it is another language.
    pub fn of_tag(tag: Option<&str>) -> Locale {
        let tag = tag.unwrap_or_default().to_ascii_lowercase().replace('_', "-");
        let traditional = ["hant", "tw", "hk", "mo"];
        let said = tag.split('-').skip(1).find(|part| *part == "hans" || traditional.contains(part));
        let is_traditional = tag.starts_with("zh") && said.is_some_and(|part| part != "hans");
        Locale {
            language: Language::parse(&tag).unwrap_or_default(),
            script: if is_traditional { Script::Traditional } else { Script::Simplified },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_as_telegram_sends_them() {
        use Script::{Simplified, Traditional};
        for (tag, language, script) in [
            ("zh-hans", Language::Chinese, Simplified),
            ("zh-hant", Language::Chinese, Traditional),
            ("zh-TW", Language::Chinese, Traditional),
            ("zh_HK", Language::Chinese, Traditional),
            ("zh-hans-HK", Language::Chinese, Simplified),
            ("zh", Language::Chinese, Simplified),
            ("en-GB", Language::English, Simplified),
            ("ru", Language::Russian, Simplified),
            ("KK", Language::Kazakh, Simplified),
            ("de", Language::Chinese, Simplified),
            ("", Language::Chinese, Simplified),
        ] {
            assert_eq!(Locale::of_tag(Some(tag)), Locale { language, script }, "{tag}");
        }
        assert_eq!(Locale::of_tag(None), Locale::default());
    }
}
