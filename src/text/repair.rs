//! Mending what was misspelt: pinyin becomes words, and pieces that are no words become the words that they sound or
//! look like.
//!
//! Only what the plain reading leaves unexplained is touched, so clean text passes untouched and fast.

use super::is_han;
use super::latin::PinyinIndex;
use super::lexicon::Lexicon;
use super::question::{Question, Sense};
use super::sound;
use super::spelling::{Likeness, SpellingIndex};

/// What a repair found: the mended text, and each piece as typed and as read.
pub struct Repaired {
    /// The text to read instead.
    pub text: String,
    /// Pieces: typed, read.
    pub pieces: Vec<(String, String)>,
}

/// Reads runs of pinyin in folded text as Chinese words; runs that hold an alias (Putin, AI) or are no pinyin stay.
/// `None` if there is none.
pub fn pinyin(text: &str, lexicon: &Lexicon, index: &PinyinIndex, spelling: &SpellingIndex) -> Option<Repaired> {
    let (mut out, mut pieces, mut at) = (String::new(), Vec::new(), 0);
    while at < text.len() {
        let rest = &text[at..];
        if let Some((len, _)) = lexicon.alias_at(rest).filter(|_| starts_latin(rest)) {
            out.push_str(&rest[..len]);
            at += len;
            continue;
        }
        let run = latin_run(rest, lexicon);
        if run == 0 {
            let c = rest.chars().next().unwrap_or(' ');
            out.push(c);
            at += c.len_utf8();
            continue;
        }
        let typed = rest[..run].trim_end();
        match read_run(typed, index, spelling) {
            Some(read) => {
                pieces.push((typed.to_owned(), read.clone()));
                out.push_str(&read);
                // A space between pinyin and Chinese is no pause.
                at += run;
            }
            None => {
                out.push_str(typed);
                at += typed.len();
            }
        }
    }
    (!pieces.is_empty()).then_some(Repaired { text: out, pieces })
}

/// A run of Latin words, read: the whole of it as pinyin, or a single word as a slip of an alias.
fn read_run(typed: &str, index: &PinyinIndex, spelling: &SpellingIndex) -> Option<String> {
    let letters: String = typed.chars().filter(|c| !matches!(c, ' ' | '\'')).collect();
    if letters.len() >= 2 && typed.split([' ', '\'']).all(|word| word.is_empty() || sound::is_pinyin(word)) {
        if let Some(read) = index.decode(&letters) {
            return Some(read);
        }
    }
    let chars: Vec<char> = typed.chars().collect();
    spelling.by_slip(&chars).map(|(word, _)| word.to_owned())
}

fn starts_latin(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() && !is_han(c))
}

/// Bytes of the run of ASCII words (single spaces between) at the start of `text`, up to the next alias.
fn latin_run(text: &str, lexicon: &Lexicon) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    while let Some(&b) = bytes.get(end) {
        let word_start = end == 0 || bytes[end - 1] == b' ';
        if word_start && end > 0 && lexicon.alias_at(&text[end..]).is_some() {
            break;
        }
        let joins = matches!(b, b' ' | b'\'') && end > 0 && bytes.get(end + 1).is_some_and(u8::is_ascii_lowercase);
        if !b.is_ascii_lowercase() && !joins {
            break;
        }
        end += 1;
    }
    // A space that stood between pinyin and Chinese goes with the run.
    if end > 0 && bytes.get(end) == Some(&b' ') && text[end + 1..].starts_with(is_han) { end + 1 } else { end }
}

/// How well a character is explained by the plain reading.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Hold {
    /// No word holds it.
    Loose,
    /// A word that the pack does not know, a function word, or a word of one character.
    Weak,
    /// A word, name, number or phrase.
    Firm,
}

/// Replaces pieces that are no words of the pack by words that they sound or look like; `None` if there is nothing to
/// mend.
pub fn words(question: &Question, index: &SpellingIndex) -> Option<Repaired> {
    let (chars, holds) = holds(question);
    if holds.iter().all(|&hold| hold == Hold::Firm) {
        return None;
    }
    let mut taken = vec![false; chars.len()];
    let mut found: Vec<(usize, usize, &str)> = Vec::new();
    for len in (2..=10.min(chars.len())).rev() {
        for start in 0..=chars.len() - len {
            let window = start..start + len;
            if taken[window.clone()].iter().any(|&t| t) || !open(&holds[window.clone()]) {
                continue;
            }
            if let Some(word) = meant(&chars[window.clone()], &holds[window.clone()], index) {
                taken[window].iter_mut().for_each(|t| *t = true);
                found.push((start, len, word));
            }
        }
    }
    found.sort_unstable_by_key(|&(start, ..)| start);
    (!found.is_empty()).then(|| replace(&chars, &found))
}

/// Whether a piece may be something else than it seems.
fn open(holds: &[Hold]) -> bool {
    let firm = holds.iter().filter(|&&h| h == Hold::Firm).count();
    let loose = holds.contains(&Hold::Loose);
    if holds.len() >= 4 {
        firm < holds.len() && (loose || firm * 2 <= holds.len())
    } else {
        firm == 0 && holds.iter().any(|&h| h != Hold::Firm)
    }
}

/// The word that a piece stands for. The shorter the piece, the closer it must sound.
fn meant<'a>(piece: &[char], holds: &[Hold], index: &'a SpellingIndex) -> Option<&'a str> {
    let kept = |word: &str| word.chars().zip(piece).filter(|(a, b)| a == *b).count();
    let loose = holds.contains(&Hold::Loose);
    if piece.iter().all(|&c| is_han(c))
        && let Some((word, likeness)) = index.by_sound(piece)
    {
        let close = match (piece.len(), likeness) {
            (2, Likeness::Sound) => loose || kept(word) > 0 || holds.iter().all(|&h| h == Hold::Weak),
            (2, _) => loose && kept(word) > 0,
            _ => true,
        };
        if close {
            return Some(word);
        }
    }
    (piece.len() >= 3 || loose).then(|| index.by_slip(piece)).flatten().map(|(word, _)| word).filter(|word| {
        let most = piece.len().max(word.chars().count());
        most >= 4 || (loose && most == 3 && kept(word) > 0)
    })
}

fn holds(question: &Question) -> (Vec<char>, Vec<Hold>) {
    let (mut chars, mut holds) = (Vec::new(), Vec::new());
    for token in &question.tokens {
        let text = question.text_of(token);
        let single = text.chars().nth(1).is_none();
        let hold = match token.sense {
            Sense::Unknown if single => Hold::Loose,
            Sense::Unknown | Sense::Stop => Hold::Weak,
            Sense::Word(_) | Sense::Ask(_) | Sense::Pronoun if single => Hold::Weak,
            _ => Hold::Firm,
        };
        for c in text.chars() {
            chars.push(c);
            holds.push(hold);
        }
    }
    (chars, holds)
}

fn replace(chars: &[char], found: &[(usize, usize, &str)]) -> Repaired {
    let (mut text, mut pieces, mut at) = (String::new(), Vec::new(), 0);
    for &(start, len, word) in found {
        text.extend(&chars[at..start]);
        text.push_str(word);
        pieces.push((chars[start..start + len].iter().collect(), word.to_owned()));
        at = start + len;
    }
    text.extend(&chars[at..]);
    Repaired { text, pieces }
}
