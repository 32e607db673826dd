//! Damage to a single Chinese character. Digits, numerals and negations are left alone: without them it would be
//! another question.

use std::sync::OnceLock;

use fastrand::Rng;
use rustc_hash::FxHashMap;

use crate::text::is_han;
use crate::text::sound;

/// Characters that are neither damaged nor put in: another number, period or negation is another question.
const KEPT: &str = "〇零一二三四五六七八九十百千万萬亿億两兩年月日不没沒";
/// Damageable characters that a text must have: of shorter ones too little is left.
const ENOUGH: usize = 4;
/// Initials that people mix up, and finals.
const INITIALS: [(&str, &str); 5] = [("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("h", "f")];
const FINALS: [(&str, &str); 3] = [("ing", "in"), ("eng", "en"), ("ang", "an")];

/// `text` with one character replaced by a common homophone, a variant a place.
pub fn homophones(text: &str, dice: &mut Rng) -> Vec<String> {
    replaced(text, dice, |syllable| vec![syllable.to_owned()])
}

/// `text` with one character replaced by a common one that sounds nearly the same.
pub fn near_sounds(text: &str, dice: &mut Rng) -> Vec<String> {
    replaced(text, dice, mixed_up)
}

/// `text` without one of its characters.
pub fn dropped(text: &str, dice: &mut Rng) -> Vec<String> {
    at_places(text, dice, |chars, at, _| {
        chars.remove(at);
        Some(())
    })
}

/// `text` with one of its characters twice.
pub fn doubled(text: &str, dice: &mut Rng) -> Vec<String> {
    at_places(text, dice, |chars, at, _| {
        chars.insert(at, chars[at]);
        Some(())
    })
}

/// `text` with two neighbours changed.
pub fn swapped(text: &str, dice: &mut Rng) -> Vec<String> {
    at_places(text, dice, |chars, at, _| {
        let next = *chars.get(at + 1)?;
        (may_change(next) && next != chars[at]).then(|| chars.swap(at, at + 1))
    })
}

/// The texts that `change` makes of `text`, a place each, the places shuffled.
fn at_places(
    text: &str,
    dice: &mut Rng,
    change: impl Fn(&mut Vec<char>, usize, &mut Rng) -> Option<()>,
) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut places: Vec<usize> = (0..chars.len()).filter(|&at| may_change(chars[at])).collect();
    if places.len() < ENOUGH {
        return Vec::new();
    }
    dice.shuffle(&mut places);
    let changed = places.into_iter().filter_map(|at| {
        let mut chars = chars.clone();
        change(&mut chars, at, dice).map(|()| chars.into_iter().collect())
    });
    changed.collect()
}

fn replaced(text: &str, dice: &mut Rng, sounds: impl Fn(&str) -> Vec<String>) -> Vec<String> {
    at_places(text, dice, |chars, at, dice| {
        let typed = sounds(sound::syllable(chars[at])?);
        let alike = typed.iter().filter_map(|sound| common().get(sound.as_str())).flatten();
        let others: Vec<char> = alike.copied().filter(|&c| c != chars[at]).collect();
        chars[at] = dice.choice(others)?;
        Some(())
    })
}

/// Whether `c` is a Chinese character without which it would still be the same question.
pub fn may_change(c: char) -> bool {
    is_han(c) && !KEPT.contains(c)
}

/// The syllables that people type or say for `syllable`, whether or not they exist. Of a pair the longer one is first.
fn mixed_up(syllable: &str) -> Vec<String> {
    let initial = INITIALS.iter().find_map(|(long, short)| {
        let shortened = syllable.strip_prefix(long).map(|rest| format!("{short}{rest}"));
        shortened.or_else(|| syllable.strip_prefix(short).map(|rest| format!("{long}{rest}")))
    });
    let last = FINALS.iter().find_map(|(long, short)| {
        let shortened = syllable.strip_suffix(long).map(|rest| format!("{rest}{short}"));
        shortened.or_else(|| syllable.strip_suffix(short).map(|rest| format!("{rest}{long}")))
    });
    initial.into_iter().chain(last).collect()
}

/// Common characters by their usual syllable: level 1 of GB 2312 (rows 16 to 55), 3755 characters.
fn common() -> &'static FxHashMap<&'static str, Vec<char>> {
    static COMMON: OnceLock<FxHashMap<&'static str, Vec<char>>> = OnceLock::new();
    COMMON.get_or_init(|| {
        let mut by_sound: FxHashMap<&'static str, Vec<char>> = FxHashMap::default();
        for c in include_str!("common.txt").chars().filter(|&c| may_change(c)) {
            if let Some(syllable) = sound::syllable(c) {
                by_sound.entry(syllable).or_default().push(c);
            }
        }
        by_sound
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The damaged texts, all of them.
    fn all(damage: fn(&str, &mut Rng) -> Vec<String>, text: &str) -> Vec<String> {
        let mut texts = damage(text, &mut Rng::with_seed(7));
        texts.sort_unstable();
        texts
    }

    #[test]
    fn one_character_goes_comes_twice_or_changes_places() {
        assert_eq!(all(dropped, "春夏秋冬"), ["夏秋冬", "春夏冬", "春夏秋", "春秋冬"]);
        assert_eq!(all(doubled, "春夏秋冬"), ["春夏夏秋冬", "春夏秋冬冬", "春夏秋秋冬", "春春夏秋冬"]);
        assert_eq!(all(swapped, "春夏秋冬"), ["夏春秋冬", "春夏冬秋", "春秋夏冬"]);
    }

    #[test]
    fn numbers_periods_and_negations_are_left_alone() {
        for text in all(dropped, "二十4月不会下雪吗a") {
            assert!(text.starts_with("二十4月不") && text.ends_with('a'), "{text}");
        }
        assert!(all(swapped, "春二夏三秋四冬").is_empty(), "no two neighbours may change");
        assert!(all(dropped, "多少钱").is_empty(), "too little would be left");
    }

    #[test]
    fn a_replaced_character_sounds_alike() {
        let changed = |text: &str| "春夏秋冬".chars().zip(text.chars()).find(|(was, is)| was != is).unwrap();
        for text in all(homophones, "春夏秋冬") {
            let (was, is) = changed(&text);
            assert_eq!(sound::syllable(was), sound::syllable(is), "{text}");
        }
        for text in all(near_sounds, "春夏秋冬") {
            let (was, is) = changed(&text);
            assert!(sound::syllable(was) != sound::syllable(is) && sound::coarse(was) == sound::coarse(is), "{text}");
        }
    }

    #[test]
    fn sounds_that_people_mix_up() {
        assert_eq!(mixed_up("zhang"), ["zang", "zhan"]);
        assert_eq!(mixed_up("sin"), ["shin", "sing"]);
        assert_eq!(mixed_up("hu"), ["fu"]);
        assert_eq!(mixed_up("leng"), ["neng", "len"]);
        assert!(mixed_up("wo").is_empty());
    }

    #[test]
    fn the_common_characters_are_those_of_the_standard() {
        let list = include_str!("common.txt");
        assert_eq!((list.lines().count(), list.lines().map(|row| row.chars().count()).sum::<usize>()), (40, 3755));
        assert!(list.lines().all(|row| row.chars().all(is_han)));
    }
}
