//! Mending what was misspelt: pinyin becomes words, and pieces that are no words become the words that they sound or
//! look like.
//!
//! Only what the plain reading leaves unexplained is touched, so clean text passes untouched and fast.

use rustc_hash::FxHashSet;

use super::is_han;
use super::latin::PinyinIndex;
use super::lexicon::Lexicon;
use super::question::{Question, Sense, Token};
use super::sound;
use super::spelling::{Likeness, Meant, SpellingIndex};

/// What a repair found: the mended text, and each piece as typed and as read.
pub struct Repaired {
    /// The text to read instead.
    pub text: String,
    /// Pieces: typed, read.
    pub pieces: Vec<(String, String)>,
}

/// Reads runs of pinyin in folded text as Chinese words; runs that hold an alias (Putin, AI) or are no pinyin stay.
/// `None` if there is none.
pub fn pinyin(
    text: &str,
    lexicon: &Lexicon,
    index: &PinyinIndex,
    spelling: &SpellingIndex,
    pairs: &FxHashSet<(char, char)>,
) -> Option<Repaired> {
    if !text.contains(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
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
        let before = out.trim_end().chars().next_back();
        match read_run(typed, before, index, spelling, pairs) {
            Some(read) => {
                if before.is_some_and(|c| c.is_ascii_digit()) {
                    out.truncate(out.trim_end().len());
                }
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
fn read_run(
    typed: &str,
    before: Option<char>,
    index: &PinyinIndex,
    spelling: &SpellingIndex,
    pairs: &FxHashSet<(char, char)>,
) -> Option<String> {
    if typed.len() >= 2
        && typed.split([' ', '\'']).all(|word| word.is_empty() || sound::is_pinyin(word))
        && let Some(read) = index.decode(typed, before, pairs)
    {
        return Some(read);
    }
    let chars: Vec<char> = typed.chars().collect();
    spelling.by_slip(&chars).map(|meant| meant.word.to_owned())
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
    // A space that stood between pinyin and Chinese or a number goes with the run.
    let goes_on = |rest: &str| rest.starts_with(|c: char| is_han(c) || c.is_ascii_digit());
    if end > 0 && bytes.get(end) == Some(&b' ') && goes_on(&text[end + 1..]) { end + 1 } else { end }
}

/// A piece is read as another word if that is this many times likelier (natural logarithm).
const MARGIN: f32 = 2.0;
/// How likely somebody types a homophone, a near one, or slips (natural logarithms).
const SLIP_OF: [(Likeness, f32); 4] =
    [(Likeness::Sound, -4.0), (Likeness::NearSound, -5.5), (Likeness::Swap, -6.0), (Likeness::Slip, -7.0)];
/// Characters of a piece in which one splinter is enough for a slip.
const TELLING: usize = 4;
/// Characters of the longest piece that is looked at.
const LONGEST: usize = 10;

/// A token, or a character of a word that the pack does not know, as the repair sees it.
struct Piece {
    /// Its characters.
    chars: std::ops::Range<usize>,
    /// What it can be part of.
    hold: Hold,
    /// How likely it is where it stands (natural logarithm).
    likelihood: f32,
}

/// How much a token is what it says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hold {
    /// A single character, which may be a splinter of a misspelt word.
    Splinter,
    /// A word that the pack does not know.
    Strange,
    /// A word of the pack; only as a part of something longer may it be something else.
    Known,
    /// A question word, period, number or mark: never part of a misspelt word.
    Fixed,
}

/// Replaces pieces that are likelier to be misspelt words of the pack than what they seem; `None` if there are none.
///
/// A noisy channel (Kernighan, Church and Gale 1990): the word's likelihood in a question to this pack, times that of
/// the slip, against the likelihood of what stands there in Chinese at large. Pieces are whole tokens; one whose every
/// two characters stand side by side in some question of the pack (`pairs`) is no slip.
pub fn words(
    question: &Question,
    index: &SpellingIndex,
    pairs: &FxHashSet<(char, char)>,
    likelihood: &dyn Fn(&str) -> f32,
) -> Option<Repaired> {
    if !question.tokens.iter().any(|token| matches!(hold(question, token), Hold::Splinter | Hold::Strange)) {
        return None;
    }
    let chars: Vec<char> = question.text.chars().collect();
    // How many neighbours before each character no question has: what lies between equal numbers is usual.
    let mut unusual = vec![0_u16; chars.len()];
    for at in 1..chars.len() {
        unusual[at] = unusual[at - 1] + u16::from(!pairs.contains(&(chars[at - 1], chars[at])));
    }
    if unusual.last().is_none_or(|&count| count == 0) {
        return None;
    }
    let pieces = pieces(question, likelihood);
    let mut found: Vec<(usize, usize, &str, f32)> = Vec::new();
    for first in 0..pieces.len() {
        for last in first..pieces.len() {
            let run = &pieces[first..=last];
            let (start, end) = (pieces[first].chars.start, pieces[last].chars.end);
            if end - start > LONGEST || run.iter().any(|piece| piece.hold == Hold::Fixed) {
                break;
            }
            if unusual[end - 1] == unusual[start] {
                continue;
            }
            if let Some((word, gain)) = meant(&chars[start..end], run, index) {
                found.push((start, end, word, gain));
            }
        }
    }
    // The most telling first; what overlaps it is out.
    found.sort_by(|a, b| b.3.total_cmp(&a.3).then(a.0.cmp(&b.0)));
    let mut kept: Vec<(usize, usize, &str)> = Vec::new();
    for (start, end, word, _) in found {
        if kept.iter().all(|&(s, len, _)| end <= s || s + len <= start) {
            kept.push((start, end - start, word));
        }
    }
    kept.sort_unstable_by_key(|&(start, ..)| start);
    (!kept.is_empty()).then(|| replace(&chars, &kept))
}

/// The word that a run of tokens likelier is, and by how much (natural logarithm).
fn meant<'a>(piece: &[char], run: &[Piece], index: &'a SpellingIndex) -> Option<(&'a str, f32)> {
    let splinters = run.iter().filter(|p| matches!(p.hold, Hold::Splinter)).count();
    let strange = run.iter().any(|p| p.hold == Hold::Strange);
    if piece.len() < 2 || (splinters == 0 && !strange) {
        return None;
    }
    // One splinter may be what is left of a word, but is no reason to leave it out.
    let longer = |word: &Meant<'_>| splinters >= 2 || strange || word.word.chars().count() > piece.len();
    let may_slip = splinters >= 2 || strange || piece.len() >= TELLING;
    let slipped = || if may_slip { index.by_slip(piece).filter(longer) } else { None };
    let word = index.by_sound(piece).or_else(|| index.by_swap(piece)).or_else(slipped)?;
    let slip = SLIP_OF.iter().find(|(likeness, _)| *likeness == word.likeness).map_or(0.0, |(_, cost)| *cost);
    let stands: f32 = run.iter().map(|piece| piece.likelihood).sum();
    let gain = word.prior + slip - stands;
    (gain > MARGIN).then_some((word.word, gain))
}

/// The pieces of a question. A strange word may have swallowed a part of a misspelt one, so its characters are pieces of
/// their own; together they are as likely as the word.
fn pieces(question: &Question, likelihood: &dyn Fn(&str) -> f32) -> Vec<Piece> {
    let mut at = 0;
    let mut pieces = Vec::with_capacity(question.tokens.len());
    for token in &question.tokens {
        let text = question.text_of(token);
        let count = text.chars().count();
        let hold = hold(question, token);
        let likelihood = if hold == Hold::Fixed { 0.0 } else { likelihood(text) };
        let parts = if hold == Hold::Strange && text.chars().all(is_han) { count } else { 1 };
        for _ in 0..parts {
            let chars = at..at + count / parts;
            at = chars.end;
            pieces.push(Piece { chars, hold, likelihood: likelihood / parts as f32 });
        }
    }
    pieces
}

fn hold(question: &Question, token: &Token) -> Hold {
    let text = question.text_of(token);
    let single = text.chars().nth(1).is_none();
    match token.sense {
        Sense::Unknown | Sense::Word(_) if single => Hold::Splinter,
        Sense::Unknown => Hold::Strange,
        Sense::Word(_) | Sense::Stop => Hold::Known,
        _ => Hold::Fixed,
    }
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
