//! The kinds of damage.

use fastrand::Rng;

use super::{character, letters, manner};
use crate::text::script::Script;
use crate::text::segment::Segmenter;

/// Ways to damage one question by a kind that has a choice.
const VARIANTS: usize = 3;

/// What happens to a question on its way through a keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// A character replaced by a common one of the same toneless pinyin.
    Homophone,
    /// A character replaced by a common one whose sound people mix up with its own.
    NearSound,
    /// A character left out.
    Dropped,
    /// A character typed twice.
    Doubled,
    /// Two neighbours that changed places.
    Swapped,
    /// All of it in Traditional script.
    Traditional,
    /// All characters as toneless pinyin with spaces.
    PinyinSpaced,
    /// All characters as toneless pinyin without spaces.
    PinyinJoined,
    /// One word as pinyin.
    PinyinPart,
    /// ASCII as full-width characters.
    FullWidth,
    /// A hesitation or an empty phrase.
    Filler,
    /// An emoji.
    Emoji,
    /// A greeting and thanks.
    Polite,
}

impl Damage {
    /// All kinds, in the order of the table.
    pub const ALL: [Damage; 13] = [
        Damage::Homophone,
        Damage::NearSound,
        Damage::Dropped,
        Damage::Doubled,
        Damage::Swapped,
        Damage::Traditional,
        Damage::PinyinSpaced,
        Damage::PinyinJoined,
        Damage::PinyinPart,
        Damage::FullWidth,
        Damage::Filler,
        Damage::Emoji,
        Damage::Polite,
    ];

    /// Its name, one word.
    pub fn name(self) -> &'static str {
        match self {
            Damage::Homophone => "homophone",
            Damage::NearSound => "near-sound",
            Damage::Dropped => "dropped",
            Damage::Doubled => "doubled",
            Damage::Swapped => "swapped",
            Damage::Traditional => "traditional",
            Damage::PinyinSpaced => "pinyin-spaced",
            Damage::PinyinJoined => "pinyin-joined",
            Damage::PinyinPart => "pinyin-part",
            Damage::FullWidth => "full-width",
            Damage::Filler => "filler",
            Damage::Emoji => "emoji",
            Damage::Polite => "polite",
        }
    }

    /// `text` damaged: at most [`VARIANTS`] texts, none if nothing in it can be damaged so; `text` itself where the
    /// damage changes nothing.
    pub fn texts(self, text: &str, dice: &mut Rng, segmenter: &Segmenter) -> Vec<String> {
        let mut texts = match self {
            Damage::Homophone => character::homophones(text, dice),
            Damage::NearSound => character::near_sounds(text, dice),
            Damage::Dropped => character::dropped(text, dice),
            Damage::Doubled => character::doubled(text, dice),
            Damage::Swapped => character::swapped(text, dice),
            Damage::Traditional => vec![Script::Traditional.write(text).into_owned()],
            Damage::PinyinSpaced => vec![letters::pinyin(text, " ")],
            Damage::PinyinJoined => vec![letters::pinyin(text, "")],
            Damage::PinyinPart => letters::words_in_pinyin(segmenter.cut(text).collect(), dice),
            Damage::FullWidth => vec![letters::full_width(text)],
            Damage::Filler => manner::fillers(text, dice),
            Damage::Emoji => manner::emoji(text, dice),
            Damage::Polite => manner::polite(text, dice),
        };
        texts.truncate(VARIANTS);
        texts
    }
}
