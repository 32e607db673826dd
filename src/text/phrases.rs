//! A table of phrases, of which the longest that starts at a place is found with a few look-ups.

use rustc_hash::FxHashMap;

use super::finder::Starts;

/// Phrases with a tag each.
#[derive(Debug, Clone)]
pub struct Phrases<T> {
    starts: Starts,
    by_text: FxHashMap<String, T>,
    /// Lengths of the phrases that begin with these two characters, in characters: bit 3 for three. A phrase of one
    /// character stands under that character alone.
    lengths: FxHashMap<(char, Option<char>), u32>,
}

/// Characters of the longest phrase that is found.
const LONGEST: usize = 31;

impl<T: Copy> Phrases<T> {
    /// The tag of a whole phrase.
    pub fn get(&self, phrase: &str) -> Option<T> {
        self.by_text.get(phrase).copied()
    }

    /// The longest phrase with which `text` starts: its length in bytes and its tag. A phrase of Latin letters must end
    /// where the word ends.
    pub fn at(&self, text: &str) -> Option<(usize, T)> {
        let mut chars = text.chars();
        let first = chars.next().filter(|&first| self.starts.may(first))?;
        let lengths = |start| self.lengths.get(&start).copied().unwrap_or(0);
        let mut left = lengths((first, None)) | chars.next().map_or(0, |second| lengths((first, Some(second))));
        if left == 0 {
            return None;
        }
        let mut ends: [usize; LONGEST + 1] = [0; LONGEST + 1];
        let mut count = 0;
        for (at, c) in text.char_indices().take(left.ilog2() as usize) {
            count += 1;
            ends[count] = at + c.len_utf8();
        }
        while left > 0 {
            let length = left.ilog2() as usize;
            left &= !(1 << length);
            let end = ends[length];
            if length <= count
                && let Some(tag) = self.get(&text[..end])
                && !splits_word(text, end)
            {
                return Some((end, tag));
            }
        }
        None
    }

    /// Whether a phrase may begin with the first character of `text`; if not, none does.
    pub fn may_begin(&self, text: &str) -> bool {
        text.chars().next().is_some_and(|first| self.starts.may(first))
    }

    /// All the phrases, in no order.
    pub fn phrases(&self) -> impl Iterator<Item = &str> {
        self.by_text.keys().map(String::as_str)
    }

    /// The phrases in `text` one behind the other: where each begins and ends, in bytes, and its tag.
    pub fn each_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize, T)> + 'a {
        let mut at = 0;
        std::iter::from_fn(move || {
            let (start, len, tag) = self.first_in(&text[at..])?;
            let from = at + start;
            at = from + len;
            Some((from, at, tag))
        })
    }

    /// Whether any phrase stands anywhere in `text`.
    pub fn first_in(&self, text: &str) -> Option<(usize, usize, T)> {
        let mut places = text.char_indices().filter(|&(_, c)| self.starts.may(c));
        places.find_map(|(start, _)| self.at(&text[start..]).map(|(len, tag)| (start, len, tag)))
    }
}

/// Whether a cut at `end` falls between two Latin letters or digits.
fn splits_word(text: &str, end: usize) -> bool {
    let latin = |c: Option<char>| c.is_some_and(|c| !super::is_han(c) && c.is_alphanumeric());
    latin(text[..end].chars().next_back()) && latin(text[end..].chars().next())
}

impl<T> FromIterator<(String, T)> for Phrases<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(pairs: I) -> Phrases<T> {
        let by_text: FxHashMap<String, T> = pairs.into_iter().filter(|(phrase, _)| !phrase.is_empty()).collect();
        let mut lengths: FxHashMap<(char, Option<char>), u32> = FxHashMap::default();
        for phrase in by_text.keys() {
            let mut chars = phrase.chars();
            let start = (chars.next().unwrap_or_default(), chars.next());
            *lengths.entry(start).or_default() |= 1 << phrase.chars().count().min(LONGEST);
        }
        Phrases { starts: Starts::of(by_text.keys().map(String::as_str)), by_text, lengths }
    }
}
