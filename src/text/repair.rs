//! Mending what was misspelt: pinyin becomes words, and pieces that are no words become the words that they sound or
//! look like.
//!
//! Only what the plain reading leaves unexplained is touched, so clean text passes untouched and fast.

mod pinyin;

use rustc_hash::FxHashSet;

pub use self::pinyin::pinyin;
use super::language::Kind;
use super::question::{Question, Sense, Token};
use super::spelling::{Likeness, Meant, SpellingIndex};
use super::{is_han, is_letter};

/// What a repair found: the mended text, and each piece as typed and as read.
pub struct Repaired {
    /// The text to read instead.
    pub text: String,
    /// Pieces: typed, read.
    pub pieces: Vec<(String, String)>,
}

/// A piece is read as another word if that is this many times likelier (natural logarithm).
const MARGIN: f32 = 2.0;
/// How likely somebody types a homophone, a near one, or slips (natural logarithms).
const SLIP_OF: [(Likeness, f32); 5] = [
    (Likeness::Sound, -4.0),
    (Likeness::NearSound, -5.5),
    (Likeness::Swap, -6.0),
    (Likeness::Slip, -7.0),
    (Likeness::Half, -7.0),
];
/// How much likelier two characters are side by side if some question has them so (natural logarithm).
const USUAL: f32 = 8.0;
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
    means: &dyn Fn(&str) -> bool,
) -> Option<Repaired> {
    let has = |wanted: Hold| question.tokens.iter().any(|token| hold(question, token) == wanted);
    let strange = has(Hold::Strange);
    if !strange && !has(Hold::Splinter) {
        return None;
    }
    let chars: Vec<char> = question.text.chars().collect();
    // How many neighbours before each character no question has: what lies between equal numbers is usual.
    let mut unusual = vec![0_u16; chars.len()];
    for at in 1..chars.len() {
        unusual[at] = unusual[at - 1] + u16::from(!pairs.contains(&(chars[at - 1], chars[at])));
    }
    if !strange && unusual.last().is_none_or(|&count| count == 0) {
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
            // Neighbours that are usual across a border between words do not make a word.
            if unusual[end - 1] == unusual[start] && !run.iter().all(|piece| piece.hold == Hold::Strange) {
                continue;
            }
            if let Some((word, gain)) = meant(&chars[start..end], run, index) {
                found.push((start, end, word, gain));
            }
        }
    }
    // Splinters side by side are rather a word that nobody knows than halves of two.
    let is_splinter = |at: usize| pieces.get(at).is_some_and(|piece| piece.hold == Hold::Splinter);
    let alone =
        |at: &usize| is_splinter(*at) && !is_splinter(at + 1) && at.checked_sub(1).is_none_or(|at| !is_splinter(at));
    let meaningless = |piece: &&Piece| !means(chars[piece.chars.start].encode_utf8(&mut [0; 4]));
    for piece in (0..pieces.len()).filter(alone).map(|at| &pieces[at]).filter(meaningless) {
        if let Some((word, gain)) = completed(&chars, piece, index, pairs) {
            found.push((piece.chars.start, piece.chars.end, word, gain));
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
    let stands: f32 = run.iter().map(|piece| piece.likelihood).sum();
    let gain = word.prior + slip_cost(word.likeness) - stands;
    (gain > MARGIN).then_some((word.word, gain))
}

/// The word of two characters of which only one was typed, and how much likelier it is: where the other one is missing
/// stand neighbours that no question has, and with it there are none.
fn completed<'a>(
    chars: &[char],
    piece: &Piece,
    index: &'a SpellingIndex,
    pairs: &FxHashSet<(char, char)>,
) -> Option<(&'a str, f32)> {
    let at = piece.chars.start;
    let half = chars[at];
    let before = at.checked_sub(1).map(|at| chars[at]).filter(|&c| is_han(c));
    let after = chars.get(at + 1).copied().filter(|&c| is_han(c));
    let usual = |first: Option<char>, second: Option<char>| first.zip(second).map(|pair| pairs.contains(&pair));
    let (left, right) = (usual(before, Some(half)), usual(Some(half), after));
    let fits = |word: &Meant<'_>| {
        let mut both = word.word.chars();
        match (both.next(), both.next()) {
            (first, other) if first == Some(half) && right == Some(false) => {
                left != Some(false) && usual(other, after) == Some(true)
            }
            (other, last) if last == Some(half) && left == Some(false) => {
                right != Some(false) && usual(before, other) == Some(true)
            }
            _ => false,
        }
    };
    let word = index.by_half(half).find(fits)?;
    let gain = word.prior + slip_cost(word.likeness) + USUAL - piece.likelihood;
    (gain > MARGIN).then_some((word.word, gain))
}

fn slip_cost(likeness: Likeness) -> f32 {
    SLIP_OF.iter().find(|(of, _)| *of == likeness).map_or(0.0, |(_, cost)| *cost)
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
    // The particle with which a question ends is no part of a word.
    let ends = || !question.text[token.range.1..].chars().any(is_letter);
    if ["呢", "吗"].contains(&text) && ends() {
        return Hold::Fixed;
    }
    let single = text.chars().nth(1).is_none();
    match token.sense {
        Sense::Unknown | Sense::Word(_) if single => Hold::Splinter,
        Sense::Unknown if question.computes_by(token) => Hold::Known,
        Sense::Unknown => Hold::Strange,
        Sense::Word(_) | Sense::Stop => Hold::Known,
        // "Not" is a question word, too, but as a character it may be part of anything.
        Sense::Ask(Kind::Polar) if single => Hold::Known,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_left_out_is_put_back_where_its_absence_shows() {
        let pairs = "茶叶进口多少钱".chars().zip("茶叶进口多少钱".chars().skip(1)).collect();
        let index = SpellingIndex::new([("进口", -6.0)]);
        let completed = |text: &str, at: usize| {
            let piece = Piece { chars: at..at + 1, hold: Hold::Splinter, likelihood: -9.0 };
            completed(&text.chars().collect::<Vec<_>>(), &piece, &index, &pairs).map(|(word, _)| word)
        };
        assert_eq!(completed("茶叶进多少钱", 2), Some("进口"));
        assert_eq!(completed("茶叶口多少钱", 2), Some("进口"));
        assert_eq!(completed("茶叶进口多少钱", 2), None, "nothing is missing");
        assert_eq!(completed("请进屋", 1), None, "nothing shows what is missing");
    }
}
