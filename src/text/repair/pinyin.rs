//! Runs of Latin letters between Chinese, read as pinyin or as a misspelt name.

use rustc_hash::FxHashSet;

use super::Repaired;
use crate::text::is_han;
use crate::text::latin::PinyinIndex;
use crate::text::lexicon::Lexicon;
use crate::text::sound;
use crate::text::spelling::SpellingIndex;

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
        match read_run(typed, before, lexicon, index, spelling, pairs) {
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
    lexicon: &Lexicon,
    index: &PinyinIndex,
    spelling: &SpellingIndex,
    pairs: &FxHashSet<(char, char)>,
) -> Option<String> {
    if typed.len() >= 2
        && typed.split([' ', '\'']).all(|word| word.is_empty() || sound::is_pinyin(word))
        && let Some(read) = index.decode(typed, before, pairs)
        && !is_far_fetched(typed, &read, lexicon)
    {
        return Some(read);
    }
    let chars: Vec<char> = typed.chars().collect();
    spelling.by_slip(&chars).map(|meant| meant.word.to_owned())
}

/// Whether a Latin word was cut up into single characters one of which is a word of the pack: an abbreviation, more likely.
fn is_far_fetched(typed: &str, read: &str, lexicon: &Lexicon) -> bool {
    let known: Vec<usize> =
        read.char_indices().filter_map(|(at, _)| lexicon.alias_at(&read[at..])).map(|(len, _)| len).collect();
    let single = |len: &usize| *len == '一'.len_utf8();
    !typed.contains([' ', '\'']) && read.chars().nth(1).is_some() && !known.is_empty() && known.iter().all(single)
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
