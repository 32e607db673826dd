//! Traditional and Simplified script: telling which one a text is in, and converting both ways.

use std::borrow::Cow;
use std::sync::OnceLock;

use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use rustc_hash::{FxHashMap, FxHashSet};

/// The script in which somebody writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub enum Script {
    /// Simplified characters, as on the mainland.
    #[default]
    Simplified,
    /// Traditional characters, as in Taiwan and Hong Kong.
    Traditional,
}

impl Script {
    /// The Simplified text `text`, written in this script.
    pub fn write(self, text: &str) -> Cow<'_, str> {
        static TO_TRADITIONAL: OnceLock<Option<OpenCC>> = OnceLock::new();
        match self {
            Script::Simplified => Cow::Borrowed(text),
            Script::Traditional => TO_TRADITIONAL
                .get_or_init(|| OpenCC::from_config(BuiltinConfig::S2tw).ok())
                .as_ref()
                .map_or(Cow::Borrowed(text), |cc| Cow::Owned(usual(&cc.convert(text)))),
        }
    }
}

/// Of two Traditional forms of a character the one that names and papers use.
fn usual(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '託' => '托',
            '籤' => '簽',
            '錶' => '表',
            _ => c,
        })
        .collect()
}

/// The characters that are tabled.
const FIRST: char = '\u{3400}';
const LAST: char = '\u{9FFF}';

/// The Simplified form of a Traditional character, or `None` if it is written the same in both.
pub fn simplified(c: char) -> Option<char> {
    static TABLE: OnceLock<Vec<char>> = OnceLock::new();
    let at = u32::from(c).checked_sub(u32::from(FIRST))? as usize;
    let table = TABLE.get_or_init(|| {
        let plain = character_table();
        (FIRST..=LAST).map(|c| plain.get(&c).copied().unwrap_or(c)).collect()
    });
    table.get(at).copied().filter(|plain| *plain != c)
}

/// Whether a character is written so in Simplified script only.
pub fn is_simplified_only(c: char) -> bool {
    static ONLY: OnceLock<Vec<bool>> = OnceLock::new();
    let Some(at) = u32::from(c).checked_sub(u32::from(FIRST)) else { return false };
    let only = || {
        let Ok(cc) = OpenCC::from_config(BuiltinConfig::S2t) else { return Vec::new() };
        let plain: FxHashSet<char> = character_table().into_values().collect();
        let changes = |c: &char| cc.convert(c.encode_utf8(&mut [0; 4])) != c.to_string();
        let only: FxHashSet<char> = plain.into_iter().filter(|c| simplified(*c).is_none() && changes(c)).collect();
        (FIRST..=LAST).map(|c| only.contains(&c)).collect()
    };
    ONLY.get_or_init(only).get(at as usize).copied().unwrap_or(false)
}

/// OpenCC converts words; folding needs single characters, so its answers for each one are kept as a table.
fn character_table() -> FxHashMap<char, char> {
    let Ok(cc) = OpenCC::from_config(BuiltinConfig::T2s) else { return FxHashMap::default() };
    let ideographs: String = ('\u{4E00}'..='\u{9FFF}').collect();
    // Joined by a character that no phrase holds, so that each is converted alone.
    let alone: String = ideographs.chars().flat_map(|c| [c, '\n']).collect();
    let converted = cc.convert(&alone);
    ideographs.chars().zip(converted.chars().step_by(2)).filter(|(from, to)| from != to).collect()
}
