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
    if letters.len() >= 2
        && typed.split([' ', '\'']).all(|word| word.is_empty() || sound::is_pinyin(word))
        && let Some(read) = index.decode(&letters)
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
    // A space that stood between pinyin and Chinese goes with the run.
    if end > 0 && bytes.get(end) == Some(&b' ') && text[end + 1..].starts_with(is_han) { end + 1 } else { end }
}

/// A piece is read as another word if that is this many times likelier (natural logarithm).
const MARGIN: f32 = 2.0;
/// How likely somebody types a homophone, a near one, or slips (natural logarithms).
const SLIP_OF: [(Likeness, f32); 3] = [(Likeness::Sound, -4.0), (Likeness::NearSound, -5.0), (Likeness::Slip, -6.0)];

/// A character of the text and the token that holds it.
struct Held {
    c: char,
    token: usize,
    /// Whether the token is a name, number or phrase that is what it says.
    firm: bool,
}

/// Replaces pieces that are likelier to be misspelt words of the pack than what they seem; `None` if there are none.
///
/// A noisy channel (Kernighan, Church and Gale 1990): the word's likelihood in a question to this pack, times that of
/// the slip, against the likelihood of what stands there in Chinese at large.
pub fn words(question: &Question, index: &SpellingIndex, likelihood: &dyn Fn(&str) -> f32) -> Option<Repaired> {
    let held = held(question);
    if held.iter().all(|h| h.firm) {
        return None;
    }
    let mut taken = vec![false; held.len()];
    let mut found: Vec<(usize, usize, &str)> = Vec::new();
    for len in (2..=10.min(held.len())).rev() {
        for start in 0..=held.len() - len {
            let window = start..start + len;
            if taken[window.clone()].iter().any(|&t| t) || held[window.clone()].iter().all(|h| h.firm) {
                continue;
            }
            if let Some(word) = meant(question, &held, window.clone(), index, likelihood) {
                taken[window].iter_mut().for_each(|t| *t = true);
                found.push((start, len, word));
            }
        }
    }
    found.sort_unstable_by_key(|&(start, ..)| start);
    let chars: Vec<char> = held.iter().map(|h| h.c).collect();
    (!found.is_empty()).then(|| replace(&chars, &found))
}

/// The word that the piece in `window` likelier is.
fn meant<'a>(
    question: &Question,
    held: &[Held],
    window: std::ops::Range<usize>,
    index: &'a SpellingIndex,
    likelihood: &dyn Fn(&str) -> f32,
) -> Option<&'a str> {
    let piece: Vec<char> = held[window.clone()].iter().map(|h| h.c).collect();
    let word = index.by_sound(&piece).or_else(|| index.by_slip(&piece))?;
    let slip = SLIP_OF.iter().find(|(likeness, _)| *likeness == word.likeness).map_or(0.0, |(_, cost)| *cost);
    let stands = standing(question, held, window, likelihood)?;
    (word.prior + slip > stands + MARGIN).then_some(word.word)
}

/// How likely what stands in the window is (natural logarithm): that of its tokens, and of single characters where the
/// window cuts one. `None` if it cuts a firm one.
fn standing(
    question: &Question,
    held: &[Held],
    window: std::ops::Range<usize>,
    likelihood: &dyn Fn(&str) -> f32,
) -> Option<f32> {
    let mut total = 0.0;
    let mut at = window.start;
    while at < window.end {
        let token = held[at].token;
        let end = (at..window.end).find(|&i| held[i].token != token).unwrap_or(window.end);
        let whole = (at == 0 || held[at - 1].token != token) && held.get(end).is_none_or(|h| h.token != token);
        if whole {
            total += likelihood(question.text_of(&question.tokens[token]));
        } else if held[at].firm {
            return None;
        } else {
            total += held[at..end].iter().map(|h| likelihood(h.c.encode_utf8(&mut [0; 4]))).sum::<f32>();
        }
        at = end;
    }
    Some(total)
}

fn held(question: &Question) -> Vec<Held> {
    let mut held = Vec::with_capacity(question.text.len() / 3);
    for (token, piece) in question.tokens.iter().enumerate() {
        let text = question.text_of(piece);
        let several = text.chars().nth(1).is_some();
        let firm = match piece.sense {
            Sense::Unknown | Sense::Stop => false,
            Sense::Word(_) | Sense::Ask(_) | Sense::Pronoun => several,
            _ => true,
        };
        held.extend(text.chars().map(|c| Held { c, token, firm }));
    }
    held
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
