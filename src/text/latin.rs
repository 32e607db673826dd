//! Pinyin: runs of Latin letters are read as the likeliest words of the pack and of the language.

mod trie;

use rustc_hash::FxHashSet;

use self::trie::{Spelt, Trie};
use super::is_han;
use super::sound;

/// Letters of the longest word that is looked for in pinyin.
const LONGEST: usize = 42;
/// Homophones that are kept for one spelling.
const HOMOPHONES: usize = 6;
/// Readings of what comes before a place that are followed up.
const READINGS: usize = 12;
/// What a reading of a character costs that is not its usual one (natural logarithm).
const RARE: f32 = 4.0;
/// What a character costs that only fills in for a syllable of an unknown word (natural logarithm).
const FILLING: f32 = 5.0;
/// How much likelier two words are side by side if some question has their border (natural logarithm).
const BESIDE: f32 = 2.0;
/// A last syllable that colours the one before, as it is spelt.
const ROUNDED: &str = "'er";
/// How likely a unit is behind a digit (natural logarithm).
const UNIT: f32 = -2.0;
/// What is written behind digits.
const BEHIND_DIGITS: [(&str, &str); 9] = [
    ("nian", "年"),
    ("yue", "月"),
    ("ri", "日"),
    ("hao", "号"),
    ("yi", "亿"),
    ("wan", "万"),
    ("yiyi", "一亿"),
    ("zhi", "至"),
    ("dao", "到"),
];

/// Words by their pinyin.
#[derive(Default)]
pub struct PinyinIndex {
    trie: Trie,
}

/// A word, and how what is read up to its end came about.
#[derive(Clone, Copy)]
struct Reading<'a> {
    cost: f32,
    word: &'a str,
    /// Its last character.
    last: Option<char>,
    fills: bool,
    /// Where it starts, and which of the readings there is before it.
    before: (usize, usize),
}

/// Letters with the places of their borders.
struct Letters {
    bytes: Vec<u8>,
    /// Whether a space stands in front of each letter.
    border: Vec<bool>,
    /// Whether each syllable stands alone, so that there are no borders but spaces.
    apart: bool,
}

impl Letters {
    fn new(typed: &str) -> Letters {
        let (mut bytes, mut border, mut gap) = (Vec::new(), Vec::new(), false);
        for byte in typed.bytes() {
            match byte {
                b' ' | b'\'' => gap = true,
                _ => {
                    bytes.push(byte);
                    border.push(std::mem::take(&mut gap));
                }
            }
        }
        let mut parts = typed.split([' ', '\'']).filter(|part| !part.is_empty()).peekable();
        let several = parts.clone().nth(1).is_some();
        let apart = several && parts.all(sound::is_syllable);
        Letters { bytes, border, apart }
    }
}

impl PinyinIndex {
    /// An index of Chinese words, and of characters that may stand for syllables of unknown words, each with the
    /// logarithm of its likelihood; of equal words the first counts.
    pub fn new<'a>(
        words: impl IntoIterator<Item = (&'a str, f32)>,
        characters: impl IntoIterator<Item = (char, f32)>,
    ) -> PinyinIndex {
        let mut spelt = Spelt::default();
        for (word, prior) in words {
            insert(&mut spelt, word, prior, false);
        }
        for (character, prior) in characters {
            insert(&mut spelt, character.encode_utf8(&mut [0; 4]), prior - FILLING, true);
        }
        PinyinIndex { trie: spelt.into_trie(HOMOPHONES) }
    }

    /// Reads `typed` (pinyin; spaces are borders of syllables) as the likeliest words, behind the character `before`;
    /// `pairs` are the characters that questions have side by side. `None` if most of it is no word.
    pub fn decode(&self, typed: &str, before: Option<char>, pairs: &FxHashSet<(char, char)>) -> Option<String> {
        let letters = Letters::new(typed);
        let end = letters.bytes.len();
        let mut readings: Vec<Vec<Reading<'_>>> = vec![Vec::new(); end + 1];
        readings[0].push(Reading { cost: 0.0, word: "", last: before, fills: false, before: (0, 0) });
        let (mut words, mut reached) = (Vec::new(), Vec::new());
        for start in 0..end {
            if readings[start].is_empty() {
                continue;
            }
            words.clear();
            reached.clear();
            self.walk(&letters, Trie::ROOT, start, start, &mut words);
            if start == 0 && before.is_some_and(|c| c.is_ascii_digit()) {
                words.extend(behind_digits(&letters));
            }
            for &(stop, word, prior, fills) in &words {
                let (cost, which) = best(&readings[start], word, pairs, &mut reached);
                let last = word.chars().next_back();
                keep(&mut readings[stop], Reading { cost: cost - prior, word, last, fills, before: (start, which) });
            }
        }
        trace(&readings)
    }

    /// The words that stand from `start` on, found from `node` and the letter `at` on: end, word, likelihood, and
    /// whether it only fills in.
    fn walk<'a>(
        &'a self,
        letters: &Letters,
        node: u32,
        start: usize,
        at: usize,
        found: &mut Vec<(usize, &'a str, f32, bool)>,
    ) {
        let border = letters.border.get(at).copied().unwrap_or(true);
        if border || !letters.apart {
            found.extend(self.trie.words(node).map(|(word, prior, fills)| (at, word, prior, fills)));
        }
        let Some(&letter) = letters.bytes.get(at) else { return };
        let inside = at > start;
        if inside
            && (border || !letters.apart)
            && let Some(following) = self.trie.next(node, b'\'').and_then(|node| self.trie.next(node, letter))
        {
            self.walk(letters, following, start, at + 1, found);
        }
        if (!inside || !border)
            && let Some(following) = self.trie.next(node, letter)
        {
            self.walk(letters, following, start, at + 1, found);
        }
    }
}

/// Adds a Chinese word in each of its spellings.
fn insert(spelt: &mut Spelt, word: &str, prior: f32, fills: bool) {
    if word.chars().all(is_han) {
        for (key, rare) in spellings(word).into_iter().filter(|(key, _)| key.len() <= LONGEST) {
            let prior = prior - RARE * rare as f32;
            // Behind another syllable 儿 is hardly more than an r: nar.
            if let Some(coloured) = key.strip_suffix(ROUNDED) {
                spelt.add(format!("{coloured}r"), word, prior, fills);
            }
            spelt.add(key, word, prior, fills);
        }
    }
}

/// The cheapest way to come to a word: its cost, and which of the readings it is. `reached` keeps what was found for
/// words with the same first character.
fn best(
    readings: &[Reading<'_>],
    word: &str,
    pairs: &FxHashSet<(char, char)>,
    reached: &mut Vec<(Option<char>, (f32, usize))>,
) -> (f32, usize) {
    let first = word.chars().next();
    if let Some((_, known)) = reached.iter().find(|(same, _)| *same == first) {
        return *known;
    }
    let cost = |reading: &Reading<'_>| {
        let beside = reading.last.zip(first).is_some_and(|pair| pairs.contains(&pair));
        reading.cost - if beside { BESIDE } else { 0.0 }
    };
    let costs = readings.iter().enumerate().map(|(at, reading)| (cost(reading), at));
    let best = costs.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((f32::MAX, 0));
    reached.push((first, best));
    best
}

/// Keeps the cheapest reading by last character, and the cheapest of all, in order.
fn keep<'a>(held: &mut Vec<Reading<'a>>, new: Reading<'a>) {
    if let Some(same) = held.iter().position(|old| old.last == new.last) {
        if held[same].cost <= new.cost {
            return;
        }
        held.remove(same);
    }
    held.insert(held.partition_point(|old| old.cost <= new.cost), new);
    held.truncate(READINGS);
}

/// The words of the cheapest reading; `None` if there is none, or if most characters only fill in.
fn trace(readings: &[Vec<Reading<'_>>]) -> Option<String> {
    let (mut at, mut which, mut words) = (readings.len() - 1, 0, Vec::new());
    let mut filled = 0;
    while at > 0 {
        let reading = readings[at].get(which)?;
        words.push(reading.word);
        filled += usize::from(reading.fills);
        (at, which) = reading.before;
    }
    let text: String = words.into_iter().rev().collect();
    (2 * filled < text.chars().count()).then_some(text)
}

fn behind_digits<'a>(letters: &'a Letters) -> impl Iterator<Item = (usize, &'a str, f32, bool)> + 'a {
    let whole = |len: usize| !letters.apart || letters.border.get(len).copied().unwrap_or(true);
    let fits = move |&(spelt, _): &(&str, &str)| letters.bytes.starts_with(spelt.as_bytes()) && whole(spelt.len());
    BEHIND_DIGITS.into_iter().filter(fits).map(|(spelt, unit)| (spelt.len(), unit, UNIT, false))
}

/// The ways to spell a Chinese word in pinyin, at most four, each with how many of its characters have another than
/// their usual reading.
fn spellings(word: &str) -> Vec<(String, usize)> {
    let mut spelt = vec![(String::new(), 0)];
    for (place, c) in word.chars().enumerate() {
        if place > 0 {
            spelt.iter_mut().for_each(|(head, _)| head.push('\''));
        }
        match sound::syllables(c).as_slice() {
            [only] => spelt.iter_mut().for_each(|(head, _)| head.push_str(only)),
            readings => {
                let with = |(head, rare): &(String, usize), at: usize, tail: &str| {
                    (format!("{head}{tail}"), rare + usize::from(at > 0))
                };
                let longer = |head| readings.iter().enumerate().map(move |(at, tail)| with(head, at, tail));
                spelt = spelt.iter().flat_map(longer).take(4).collect();
            }
        }
    }
    spelt
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str, before: Option<char>) -> Option<String> {
        let words = ["进口", "卖", "些", "接", "西安", "先", "是", "由", "那些", "哪些", "多少", "美元", "去年"];
        let index = PinyinIndex::new(words.map(|word| (word, -6.0)), [('虎', -9.0), ('老', -9.0)]);
        let pairs = [('是', '由'), ('由', '那')].into_iter().collect();
        index.decode(typed, before, &pairs)
    }

    #[test]
    fn usual_readings_come_before_rare_ones() {
        assert_eq!(read("maixie", None).as_deref(), Some("卖些"));
    }

    #[test]
    fn spaces_are_borders_of_syllables() {
        assert_eq!(read("xi an jin kou", None).as_deref(), Some("西安进口"));
        assert_eq!(read("qu nian xian", None).as_deref(), Some("去年先"), "one syllable is not two");
    }

    #[test]
    fn neighbours_in_questions_decide_between_homophones() {
        assert_eq!(read("younaxie", None).as_deref(), Some("由那些"));
        assert_eq!(read("naxie", None).as_deref(), Some("哪些"));
    }

    #[test]
    fn an_unknown_syllable_is_filled_in() {
        assert_eq!(read("hujinkouduoshao", None).as_deref(), Some("虎进口多少"));
        assert_eq!(read("laohu", None), None, "too little is known");
    }

    #[test]
    fn behind_a_digit_stands_a_unit() {
        assert_eq!(read("yimeiyuan", Some('5')).as_deref(), Some("亿美元"));
    }
}
