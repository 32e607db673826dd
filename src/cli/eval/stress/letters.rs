//! Damage to how a text is written, not to what: pinyin instead of characters, full-width forms instead of ASCII.

use fastrand::Rng;

use super::character::may_change;
use crate::text::{is_han, sound};

/// `text` in toneless pinyin, `between` the syllables. Characters without a sound, digits and marks stay.
pub fn pinyin(text: &str, between: &str) -> String {
    let mut out = String::new();
    let mut last = Written::Mark;
    for c in text.chars() {
        let syllable = sound::syllable(c).filter(|_| is_han(c));
        let now = match syllable {
            Some(_) => Written::Syllable,
            None if c.is_ascii_alphabetic() => Written::Latin,
            None if c.is_ascii_digit() => Written::Digit,
            None => Written::Mark,
        };
        match (last, now) {
            (Written::Syllable, Written::Latin) | (Written::Latin, Written::Syllable) => out.push(' '),
            (Written::Syllable, Written::Syllable | Written::Digit) | (Written::Digit, Written::Syllable) => {
                out.push_str(between);
            }
            _ => {}
        }
        match syllable {
            Some(syllable) => out.push_str(syllable),
            None => out.push(c),
        }
        last = now;
    }
    out
}

/// What a character of a text in pinyin came from.
#[derive(Clone, Copy)]
enum Written {
    Syllable,
    Latin,
    Digit,
    Mark,
}

/// The text of `words` with one word of it in pinyin, a variant a word of two characters or more. A word that holds a
/// numeral or a negation is left alone.
pub fn words_in_pinyin(words: Vec<&str>, dice: &mut Rng) -> Vec<String> {
    let is_word = |word: &str| word.chars().nth(1).is_some() && word.chars().all(may_change);
    let mut places: Vec<usize> = (0..words.len()).filter(|&at| is_word(words[at])).collect();
    dice.shuffle(&mut places);
    let latin = |c: char| c.is_ascii_alphabetic();
    let spelt = places.into_iter().map(|place| {
        let (before, after) = (words[..place].concat(), words[place + 1..].concat());
        let apart = |touches: bool| if touches { " " } else { "" };
        let spelt = pinyin(words[place], "");
        format!("{before}{}{spelt}{}{after}", apart(before.ends_with(latin)), apart(after.starts_with(latin)))
    });
    spelt.collect()
}

/// `text` with the full-width forms of its ASCII characters.
pub fn full_width(text: &str) -> String {
    const OFFSET: u32 = '！' as u32 - '!' as u32;
    text.chars()
        .map(|c| match c {
            ' ' => '\u{3000}',
            '!'..='~' => char::from_u32(u32::from(c) + OFFSET).unwrap_or(c),
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_become_pinyin_and_all_else_stays() {
        assert_eq!(pinyin("24年AI绿茶多少？", " "), "24 nian AI lv cha duo shao？");
        assert_eq!(pinyin("24年AI绿茶多少？", ""), "24nian AI lvchaduoshao？");
    }

    #[test]
    fn one_word_becomes_pinyin() {
        let mut texts = words_in_pinyin(vec!["今晚", "的", "茶叶", "8", "吨"], &mut Rng::with_seed(7));
        texts.sort_unstable();
        assert_eq!(texts, ["jinwan的茶叶8吨", "今晚的chaye8吨"]);
        let apart = words_in_pinyin(vec!["AI", "茶叶", "app", "三月"], &mut Rng::with_seed(7));
        assert_eq!(apart, ["AI chaye app三月"], "numerals stay");
    }

    #[test]
    fn ascii_becomes_full_width() {
        assert_eq!(full_width("2024年 AI?"), "２０２４年\u{3000}ＡＩ？");
    }
}
