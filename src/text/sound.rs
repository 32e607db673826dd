//! How Chinese characters sound: toneless pinyin, and a coarser form in which sounds that people mix up are one.

use std::sync::OnceLock;

use pinyin::{ToPinyin, ToPinyinMulti};
use rustc_hash::{FxHashMap, FxHashSet};

/// The toneless syllable of a character in its usual reading, `ü` written `v`.
pub fn syllable(c: char) -> Option<&'static str> {
    c.to_pinyin().map(|p| p.plain()).map(letters)
}

/// All toneless syllables of a character, the usual one first, at most three.
pub fn syllables(c: char) -> Vec<&'static str> {
    let mut found: Vec<&'static str> = syllable(c).into_iter().collect();
    for reading in c.to_pinyin_multi().into_iter().flatten() {
        let plain = letters(reading.plain());
        if !found.contains(&plain) && found.len() < 3 {
            found.push(plain);
        }
    }
    found
}

fn letters(plain: &'static str) -> &'static str {
    match plain {
        "lü" => "lv",
        "nü" => "nv",
        "lüe" => "lve",
        "nüe" => "nve",
        other => other,
    }
}

/// The coarse sound of a character as a number: zh/z, ch/c, sh/s, n/l, f/h, ing/in, eng/en, ang/an are one. `None` for
/// what has no sound.
pub fn coarse(c: char) -> Option<u16> {
    static TABLE: OnceLock<Vec<u16>> = OnceLock::new();
    let at = u32::from(c).checked_sub(FIRST)? as usize;
    TABLE.get_or_init(coarse_table).get(at).copied().filter(|&sound| sound > 0)
}

/// The first of the characters whose sounds are tabled.
const FIRST: u32 = 0x4E00;

/// The coarse sounds from [`FIRST`] on, numbered from 1; 0 for none.
fn coarse_table() -> Vec<u16> {
    let mut numbers: FxHashMap<String, u16> = FxHashMap::default();
    ('\u{4E00}'..='\u{9FFF}')
        .map(|c| {
            let next = u16::try_from(numbers.len() + 1).unwrap_or(u16::MAX);
            syllable(c).map_or(0, |sound| *numbers.entry(coarsen(sound)).or_insert(next))
        })
        .collect()
}

/// The coarse form of a toneless syllable.
fn coarsen(syllable: &str) -> String {
    const INITIALS: [(&str, &str); 5] = [("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("f", "h")];
    let (from, to) = INITIALS.iter().find(|(from, _)| syllable.starts_with(from)).copied().unwrap_or(("", ""));
    let mut coarse = format!("{to}{}", &syllable[from.len()..]);
    if ["ing", "eng", "ang"].iter().any(|end| coarse.ends_with(end)) {
        coarse.pop();
    }
    coarse
}

/// Whether `text` (lower-case ASCII letters) can be read as syllables, from end to end.
pub fn is_pinyin(text: &str) -> bool {
    let mut reachable = vec![false; text.len() + 1];
    reachable[0] = true;
    for start in 0..text.len() {
        if reachable[start] {
            for end in start + 1..=(start + 6).min(text.len()) {
                reachable[end] |= is_syllable(&text[start..end]);
            }
        }
    }
    reachable[text.len()]
}

/// Whether `text` is one syllable, with or without an r behind it.
pub fn is_syllable(text: &str) -> bool {
    let known = |syllable: &str| all_syllables().contains(syllable);
    known(text) || text.strip_suffix('r').is_some_and(known)
}

fn all_syllables() -> &'static FxHashSet<&'static str> {
    static ALL: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    ALL.get_or_init(|| ('\u{4E00}'..='\u{9FFF}').flat_map(syllables).collect())
}
